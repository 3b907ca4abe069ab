-- Every connection sends one request; wrk ends when all have been answered, or broke off.
-- Arguments: body, number of connections, what a right body contains ("" to look at no body), events in a right body.
--
-- wrk asks request() ahead of every request of every connection, also of the ones that it would send after an answer or
-- a broken connection. So the first n calls are the requests, and the next n say that a request has come to its end:
-- they get an empty one, of which wrk writes nothing. (A delay() that never ends would do as well, but wrk keeps its
-- timers in a list and walks it: 15,000 connections then take seconds to be opened.)

local ffi = require("ffi")
ffi.cdef [[
  typedef struct { long seconds; long nanoseconds; } bench_time;
  int clock_gettime(int clock, bench_time *time);
  int getpid(void);
  int kill(int process, int signal);
]]
local SIGINT = 2
local MONOTONIC, PROCESS_CPU = 1, 2

local time = ffi.new("bench_time")
local function microseconds(clock)
  ffi.C.clock_gettime(clock, time)
  return tonumber(time.seconds) * 1e6 + tonumber(time.nanoseconds) / 1e3
end

-- The first call is wrk's own check of what it will send.
local connections, calls = 0, -1
local one_request = ""
-- Where the body has a mark, a number stands there, and each request is made when its turn has come.
local MARK = "[<id>]"
local before, behind = "", nil
local contained, events = "", 0
local checked_length = -1

-- Globals: done() reads them from outside of the thread.
wrong, refused, started_us, ended_us, looks_at_bodies = 0, 0, 0, 0, false

local function count_events(body)
  local count, from = 0, 1
  while true do
    local _, last = string.find(body, "data: ", from, true)
    if last == nil then return count end
    count, from = count + 1, last + 1
  end
end

local function is_right(body)
  if string.find(body, contained, 1, true) == nil then return false end
  if events == 0 or #body == checked_length then return true end
  if count_events(body) ~= events then return false end
  checked_length = #body
  return true
end

function setup(thread)
  one_thread = thread
end

function init(args)
  wrk.method = "POST"
  wrk.body = args[1]
  wrk.headers["content-type"] = "application/json"
  connections = tonumber(args[2])
  contained, events = args[3], tonumber(args[4])
  looks_at_bodies = contained ~= ""
  if looks_at_bodies then
    response = function(status, _, body)
      if status == 503 then
        refused = refused + 1
      elseif status ~= 200 or not is_right(body) then
        wrong = wrong + 1
      end
    end
  end
  local first, last = string.find(args[1], MARK, 1, true)
  if first ~= nil then
    before, behind = string.sub(args[1], 1, first - 1), string.sub(args[1], last + 1)
  end
  one_request = wrk.format()
  started_us = microseconds(MONOTONIC)
end

function request()
  calls = calls + 1
  if calls <= connections then
    if behind == nil or calls == 0 then return one_request end
    return wrk.format(nil, nil, nil, string.format("%s%08d%s", before, calls, behind))
  end
  if calls == 2 * connections then
    ended_us = microseconds(MONOTONIC)
    -- wrk's main thread sleeps until the time is over, unless it is told to end.
    ffi.C.kill(ffi.C.getpid(), SIGINT)
  end
  return ""
end

-- Refusals come at once and answers late: among all latencies the refused ones are the first.
-- An answer that took longer than wrk's limit has no latency, but is counted.
local function ranks(latency, before, count, all)
  if count <= 0 or latency.min > latency.max then return "null" end
  -- wrk takes the latency of rank round(percentile / 100 * all + 0.5).
  local function at(rank) return latency:percentile(100 * (before + rank - 0.5) / all) end
  local first = before == 0 and latency.min or at(1)
  local last = before + count == all and latency.max or at(count)
  return string.format('{"min_us":%d,"p50_us":%d,"p99_us":%d,"max_us":%d}', first,
    at(math.ceil(count * 0.5)), at(math.ceil(count * 0.99)), last)
end

function done(summary, latency)
  local errors = summary.errors
  local seen_wrong, seen_refused = one_thread:get("wrong"), one_thread:get("refused")
  local began, ended = one_thread:get("started_us"), one_thread:get("ended_us")
  if not one_thread:get("looks_at_bodies") then seen_refused = errors.status end
  local all = summary.requests
  io.write(string.format(
    '\nbench-result {"requests":%d,"wrong":%d,"refused":%d,"connect":%d,"read":%d,"write":%d,"timeout":%d,' ..
    '"elapsed_us":%d,"ended":%s,"refused_latency":%s,"answered_latency":%s,"cpu_us":%d}\n',
    all, seen_wrong, seen_refused, errors.connect, errors.read, errors.write, errors.timeout,
    ended > 0 and ended - began or summary.duration, tostring(ended > 0),
    ranks(latency, 0, seen_refused, all), ranks(latency, seen_refused, all - seen_refused, all),
    microseconds(PROCESS_CPU)))
end
