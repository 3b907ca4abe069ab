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
# Version, revision and source are added where an image is published (docker-bake.hcl).
LABEL org.opencontainers.image.title="llm-mock-server" \
  org.opencontainers.image.description="A mock of a slow LLM for load tests, with an exact cap and its own lateness published." \
  org.opencontainers.image.licenses="MIT" \
  org.opencontainers.image.base.name="docker.io/library/node:24-trixie-slim"
ENV NODE_ENV=production
WORKDIR /app
COPY --from=production /app/package.json ./
COPY --from=production /app/node_modules ./node_modules
COPY --from=production /app/dist ./dist
# The user `node` of the base image, by number: Kubernetes can check a number for not being root.
USER 1000:1000
EXPOSE 8080 8081
# What the agent says (AGENT_PORT), in bash: no Node.js beside the server's in its one core, no HTTP, and no TLS where the server
# speaks that. Entering the container is what costs: some 20 ms. No --start-interval, which engines before Docker 25 refuse to build.
ENV AGENT_PORT=8082
HEALTHCHECK --interval=10s --timeout=5s --start-period=15s --retries=3 CMD ["bash", "-c", "\
host=${LLM_MOCK_HOST:-${HOST:-127.0.0.1}}; case $host in 0.0.0.0) host=127.0.0.1;; ::) host=::1;; esac; \
exec 3<>/dev/tcp/$host/${LLM_MOCK_AGENT_PORT:-$AGENT_PORT} && read -r -t 4 line <&3; echo $line; [[ $line == up* ]]"]
# The flags are those of `npm start` (docs/decisions/17-flags-for-one-core.md), and a share of the container's memory for V8's
# heap, which Node.js takes from 24.6 on: by itself it would take half, and what it holds for clients may be the other half.
ENTRYPOINT ["node", "--max-semi-space-size=1", "--single-threaded-gc", "--v8-pool-size=1", "--max-old-space-size-percentage=25", "/app/dist/main/cli.js"]

# The tests against what is shipped: what only they need lies beside the server's folder, not in it.
FROM build AS tests
COPY test ./test
RUN npx tsc -p test/tsconfig.json

FROM runtime AS test
COPY --from=tests /app/node_modules /node_modules
COPY --from=tests /app/dist-test ./dist-test
COPY docs ./docs
COPY test/wire/answers.json ./test/wire/answers.json
# The tests of the live page bundle parts of it anew, and read its style sheets.
COPY src ./src
HEALTHCHECK NONE
ENTRYPOINT ["/bin/sh", "-c", "exec node --test --test-concurrency=1 $(find dist-test/rooms dist-test/integration -name '*.test.js' -not -name 'tidy*') $(find dist-test/unit -name '*.alone.test.js') dist-test/slow/work*.test.js"]

# The bench (bench/README.md): the product as it is shipped, the servers that it is measured against, a load generator,
# and `taskset`. Before the copies, so that a change of the code does not fetch the packages of Debian anew.
FROM ${NODE_IMAGE} AS bench-tools
RUN apt-get update \
  && apt-get install --yes --no-install-recommends util-linux wrk \
  && rm -rf /var/lib/apt/lists/*

FROM build AS bench-build
COPY bench/package.json bench/package-lock.json ./bench/
RUN cd bench && npm ci --ignore-scripts
COPY bench ./bench
RUN npx tsc -p bench/tsconfig.json && cd bench && npm prune --omit=dev --ignore-scripts

# Root, because only root may make the kernel's control groups that it limits the servers by.
FROM bench-tools AS bench
ENV NODE_ENV=production
WORKDIR /app
COPY --from=runtime /app ./
COPY --from=bench-build /app/bench ./bench
ENTRYPOINT ["node", "bench/dist/cli.js"]

FROM runtime
