-- Put before every script about a session. All of them take the keys
--   1 session hash, 2 list of the session's events, 3 outbox stream, 4 zset of deadlines,
--   5 the learner's live session of the exam, 6 hash of when pages were seen last, 7 hash of answers
--   that came too late, 8 list of signals, 9 the bucket's counters of answers,
--   10 zset of sessions sat for the class, 11 for the assignment
-- and follow one order: all checks first, all writes last, so that a script that stops has changed
-- nothing. Numbers are written with %d: Lua's own way would round large ones.

-- The trace of the request, where one is recorded: an argument after the script's own, which it does
-- not see. It begins with a character that nothing from outside can hold.
local trace
if #ARGV > 0 and string.byte(ARGV[#ARGV]) == 1 then
  trace = string.sub(table.remove(ARGV), 2)
end

local function int(n)
  return string.format('%d', n)
end

-- Milliseconds since 1970 by the clock of this Redis, the only clock that decides.
local function now_ms()
  local t = redis.call('TIME')
  return tonumber(t[1]) * 1000 + math.floor(tonumber(t[2]) / 1000)
end

-- ISO-8601 in UTC. Days to year, month, day: H. Hinnant, chrono-Compatible Low-Level Date
-- Algorithms, civil_from_days.
local function iso(ms)
  local days = math.floor(ms / 86400000)
  local rest = ms - days * 86400000
  local z = days + 719468
  local era = math.floor(z / 146097)
  local doe = z - era * 146097
  local yoe = math.floor((doe - math.floor(doe / 1460) + math.floor(doe / 36524)
      - math.floor(doe / 146096)) / 365)
  local doy = doe - (365 * yoe + math.floor(yoe / 4) - math.floor(yoe / 100))
  local mp = math.floor((5 * doy + 2) / 153)
  local day = doy - math.floor((153 * mp + 2) / 5) + 1
  local month = mp < 10 and mp + 3 or mp - 9
  local year = yoe + era * 400
  if month <= 2 then year = year + 1 end
  return string.format('%04d-%02d-%02dT%02d:%02d:%02d.%03dZ', year, month, day,
      math.floor(rest / 3600000), math.floor(rest / 60000) % 60, math.floor(rest / 1000) % 60,
      rest % 1000)
end

-- Adds members to a JSON object. The object comes whole from the service and is never decoded and
-- encoded here, because cjson would turn empty lists into objects and round numbers.
local function splice(object, members)
  return string.sub(object, 1, -2) .. ',' .. members .. '}'
end

-- Appends an event to the outbox and to the session's own list, where its index is its sequence.
-- An answer says how many the bucket had accepted before it, and how many of those were replaced.
local function emit(learner, body, sequence, at, accepted, superseded)
  local event = splice(body, '"sequence":' .. int(sequence) .. ',"at":"' .. iso(at) .. '"')
  local entry = {'k', learner, 'e', event}
  if accepted then
    for _, field in ipairs({'a', int(accepted), 's', int(superseded)}) do entry[#entry + 1] = field end
  end
  if trace then
    for _, field in ipairs({'t', trace}) do entry[#entry + 1] = field end
  end
  redis.call('XADD', KEYS[3], '*', unpack(entry))
  redis.call('RPUSH', KEYS[2], event)
  redis.call('HINCRBY', pulse, 'events', 1)
end

-- Ends a session: the last event, and from now on a time to live.
local function close(id, learner, state, reason, body, sequence, at, answered, ttl)
  redis.call('HSET', KEYS[1], 'state', state, 'reason', reason, 'finishedAt', int(at),
      'lastAt', int(at), 'seq', int(sequence + 1))
  emit(learner, splice(body, '"reason":"' .. reason .. '","answered":' .. int(answered)), sequence, at)
  redis.call('ZREM', KEYS[4], id)
  if redis.call('GET', KEYS[5]) == id then
    redis.call('DEL', KEYS[5])
  end
  redis.call('HDEL', KEYS[6], id)
  redis.call('ZREM', KEYS[11], id)
  -- Staff who watch the class see for a while that it is over.
  if redis.call('ZSCORE', KEYS[10], id) then redis.call('ZADD', KEYS[10], int(at), id) end
  redis.call('ZREMRANGEBYSCORE', KEYS[10], '-inf', int(at - 3600000))
  for _, key in ipairs({KEYS[1], KEYS[2], KEYS[7], KEYS[8]}) do redis.call('PEXPIRE', key, ttl) end
end

-- Whether somebody else sits there: a seat was taken, and the caller names none or another.
local function taken(seat, named)
  return seat and seat ~= named
end

-- Whether the time of a session is up. Not as long as the bucket could not be written a moment ago, an
-- outage is still to be given back, or the clock may have jumped ahead.
local function is_up(deadline, grace)
  local now = math.min(now_ms(), latest)
  local at = tonumber(health[2])
  local sound = at and now - at <= tonumber(health[4]) and not health[3]
  return sound and deadline and now > deadline + grace
end
