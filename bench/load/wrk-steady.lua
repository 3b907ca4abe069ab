-- Every connection sends as many requests as it can. Nothing of this runs between start and end, wrk stays in C; but where
-- the body has a mark for a number, each request is the next of some thousand that were made before.
-- Arguments: body, "new" for a new connection a request or "keep".

local ffi = require("ffi")
ffi.cdef [[
  typedef struct { long seconds; long nanoseconds; } bench_time;
  int clock_gettime(int clock, bench_time *time);
]]
local PROCESS_CPU = 2
local MARK = "[<id>]"
-- More than any server could remember one by one; of long bodies fewer, for the memory's sake.
local REQUESTS_MAX, BYTES_MAX = 4096, 67108864

local function number_requests(body)
  local first, last = string.find(body, MARK, 1, true)
  local before, behind = string.sub(body, 1, first - 1), string.sub(body, last + 1)
  local count = math.max(64, math.min(REQUESTS_MAX, math.floor(BYTES_MAX / #body)))
  local requests, turn = {}, 0
  for number = 1, count do
    requests[number] = wrk.format(nil, nil, nil, string.format("%s%08d%s", before, number, behind))
  end
  function request()
    turn = turn % count + 1
    return requests[turn]
  end
end

function init(args)
  wrk.method = "POST"
  wrk.body = args[1]
  wrk.headers["content-type"] = "application/json"
  if args[2] == "new" then wrk.headers["connection"] = "close" end
  if string.find(args[1], MARK, 1, true) ~= nil then number_requests(args[1]) end
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
