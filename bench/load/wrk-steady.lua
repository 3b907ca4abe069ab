-- Every connection sends as many requests as it can. Nothing of this runs between start and end: wrk stays in C.
-- Arguments: body, "new" for a new connection a request or "keep".

local ffi = require("ffi")
ffi.cdef [[
  typedef struct { long seconds; long nanoseconds; } bench_time;
  int clock_gettime(int clock, bench_time *time);
]]
local PROCESS_CPU = 2

function init(args)
  wrk.method = "POST"
  wrk.body = args[1]
  wrk.headers["content-type"] = "application/json"
  if args[2] == "new" then wrk.headers["connection"] = "close" end
end

function done(summary, latency)
  local time = ffi.new("bench_time")
  ffi.C.clock_gettime(PROCESS_CPU, time)
  local errors = summary.errors
  io.write(string.format(
    '\nbench-result {"requests":%d,"status":%d,"connect":%d,"read":%d,"write":%d,"timeout":%d,' ..
    '"elapsed_us":%d,"min_us":%d,"p50_us":%d,"p99_us":%d,"max_us":%d,"cpu_us":%d}\n',
    summary.requests, errors.status, errors.connect, errors.read, errors.write, errors.timeout,
    summary.duration, latency.min, latency:percentile(50), latency:percentile(99), latency.max,
    tonumber(time.seconds) * 1e6 + tonumber(time.nanoseconds) / 1e3))
end
