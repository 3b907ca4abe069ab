# Debian 13 or newer: for Node.js 24 the builds of uWebSockets.js need glibc 2.38.
ARG NODE_IMAGE=node:24-trixie-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts
COPY tsconfig.json ./
COPY src ./src
RUN npm run build

# Production dependencies, with the one uWebSockets.js binary that fits and the one vocabulary of the tokeniser that is
# used: the packages carry those of all platforms, and all there are.
FROM build AS production
RUN npm prune --omit=dev --ignore-scripts \
  && fitting="uws_linux_$(node -p 'process.arch')_$(node -p 'process.versions.modules').node" \
  && test -f "node_modules/uWebSockets.js/${fitting}" \
  && find node_modules/uWebSockets.js -name 'uws_*.node' ! -name "${fitting}" -delete \
  && (cd node_modules/gpt-tokenizer && rm -r cjs data src && find esm/bpeRanks -name '*.js' ! -name 'o200k_base.js' -delete) \
  && find node_modules dist \( -name '*.d.ts' -o -name '*.d.mts' -o -name '*.d.cts' -o -name '*.map' \) -delete

FROM ${NODE_IMAGE} AS runtime
ENV NODE_ENV=production
WORKDIR /app
COPY --from=production /app/package.json ./
COPY --from=production /app/node_modules ./node_modules
COPY --from=production /app/dist ./dist
# The user `node` of the base image, by number: Kubernetes can check a number for not being root.
USER 1000:1000
EXPOSE 8080 8081
HEALTHCHECK --interval=30s --timeout=5s --start-period=5s CMD ["node", "/app/dist/main/ready-probe.js"]
ENTRYPOINT ["node", "/app/dist/main/cli.js"]

# The tests against what is shipped: what only they need lies beside the server's folder, not in it.
FROM build AS tests
COPY test ./test
RUN npx tsc -p test/tsconfig.json

FROM runtime AS test
COPY --from=tests /app/node_modules /node_modules
COPY --from=tests /app/dist-test ./dist-test
COPY docs ./docs
HEALTHCHECK NONE
ENTRYPOINT ["/bin/sh", "-c", "exec node --test --test-concurrency=1 $(find dist-test/unit dist-test/integration -name '*.test.js' | sort)"]

FROM runtime
