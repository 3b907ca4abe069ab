// Owns: the load tools that the suite does not run, and why: the tests are skipped with these words, and docs/clients.md prints them.
// Plain data.

export const NOT_RUN = [
  {
    id: 'k6',
    name: 'k6',
    reason: {
      english:
        'its licence is the AGPL: this suite does not install it; its recipe is run where there is a k6',
      chinese: '许可证是 AGPL，因此测试不安装它；已安装 k6 时运行其配方',
    },
  },
  {
    id: 'llmperf',
    name: 'llmperf',
    reason: {
      english:
        'no registry has it (the package of that name is another tool); by its source, its time between tokens has the first token in it',
      chinese: '不在任何软件仓库中（同名的包是另一个工具）；按其源码，它的 token 间隔包含首个 token',
    },
  },
] as const;
