-- Begins a session. Further keys: 12 the repeat key's memory, 13 the learner's sessions, 14 how
-- often the learner started this exam, 15 the first question that was chosen ahead.
-- ARGV: 1 id, 2 learner, 3 what the repeat key asked for ('' without key), 4 its life in ms,
--   5 opensAt, 6 closesAt, 7 allowance in ms, 8 attempts allowed ('' each for none),
--   9 body of SessionStarted, 10 class, 11 assignment ('' each for none), then fields and values of the session hash.
local id, learner = ARGV[1], ARGV[2]
if ARGV[3] ~= '' then
  local first = redis.call('HMGET', KEYS[12], 'request', 'session')
  if first[2] then
    if first[1] ~= ARGV[3] then return {'KEY_REUSED'} end
    return {'REPEATED', first[2]}
  end
end
local live = redis.call('GET', KEYS[5])
if live then return {'LIVE', live} end
local now = now_ms()
local opens, closes = tonumber(ARGV[5]), tonumber(ARGV[6])
if opens and now < opens then return {'NOT_OPEN'} end
if closes and now >= closes then return {'CLOSED'} end
local most = tonumber(ARGV[8])
if most and tonumber(redis.call('GET', KEYS[14]) or '0') >= most then return {'EXHAUSTED'} end
if redis.call('EXISTS', KEYS[1]) == 1 then return {'REPEATED', id} end

local allowance = tonumber(ARGV[7])
local deadline = allowance and now + allowance or nil
if closes and (not deadline or closes < deadline) then deadline = closes end

local fields = {}
for i = 12, #ARGV do fields[#fields + 1] = ARGV[i] end
redis.call('HSET', KEYS[1], unpack(fields))
redis.call('HSET', KEYS[1], 'learner', learner, 'state', 'IN_PROGRESS', 'startedAt', int(now),
    'lastAt', int(now), 'deadline', deadline and int(deadline) or '', 'seq', '1', 'answered', '0')
if deadline then redis.call('ZADD', KEYS[4], int(deadline), id) end
redis.call('SET', KEYS[5], id)
redis.call('DEL', KEYS[15])
redis.call('ZADD', KEYS[13], int(now), id)
local attempt = redis.call('INCR', KEYS[14])
if ARGV[10] ~= '' then redis.call('ZADD', KEYS[10], '+inf', id) end
if ARGV[11] ~= '' then redis.call('ZADD', KEYS[11], int(now), id) end
if ARGV[3] ~= '' then
  redis.call('HSET', KEYS[12], 'request', ARGV[3], 'session', id)
  redis.call('PEXPIRE', KEYS[12], ARGV[4])
end
emit(learner, splice(ARGV[9], '"deadline":' .. (deadline and '"' .. iso(deadline) .. '"' or 'null')
    .. ',"attempt":' .. int(attempt)), 0, now)
return {'STARTED', int(now), deadline and int(deadline) or ''}
