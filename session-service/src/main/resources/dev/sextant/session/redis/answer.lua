-- Records an answer and what follows it.
-- ARGV: 1 id, 2 learner, 3 position, 4 question id, 5 option id, 6 the answer as stored,
--   7 body of AnswerAccepted, 8 ASK, STOP or STAY, 9 the next question as stored or the reason to
--   stop, 10 body of SessionFinished, 11 grace in ms, 12 life of a finished session in ms, 13 seat
--   ('' for none).
local id, learner, position = ARGV[1], ARGV[2], ARGV[3]
local h = redis.call('HMGET', KEYS[1], 'learner', 'state', 'mode', 'seq', 'lastAt', 'deadline',
    'asked', 'answered', 'q:' .. position, 'a:' .. position, 'seat')
if h[1] ~= learner then return {'NONE'} end
local asked = h[9] and cjson.decode(h[9])
local prior = h[10] and cjson.decode(h[10])
-- A repeat is known before state and time are looked at: what was accepted stays accepted.
if prior and asked.id == ARGV[4] and prior.optionId == ARGV[5] then
  -- A write, so that waiting for the replicas after it means something.
  redis.call('HINCRBY', KEYS[1], 'repeats', 1)
  return {'REPEATED', h[10]}
end
local now = now_ms()
local deadline = tonumber(h[6])
local late = is_up(deadline, tonumber(ARGV[11]))
local over = h[2] ~= 'IN_PROGRESS'
if not over and taken(h[11], ARGV[13]) then return {'SEAT'} end
if over or late then
  -- Kept for staff, never counted; the first time that each option came.
  if late and not prior and asked and asked.id == ARGV[4] then
    redis.call('HSETNX', KEYS[7], position .. ':' .. ARGV[5], int(now))
    if over then redis.call('PEXPIRE', KEYS[7], redis.call('PTTL', KEYS[1])) end
  end
  return {over and 'OVER' or 'LATE'}
end
if not asked or asked.id ~= ARGV[4] then return {'WRONG'} end
local kind = ARGV[8]
if h[3] ~= 'FIXED' then
  if prior then return {'CONFLICT'} end
  -- The service's copy took this for answered, and it is not: look again.
  if kind == 'STAY' then return {'WRONG'} end
end

local at = math.max(now, tonumber(h[5]))
local sequence = tonumber(h[4])
local revision = prior and prior.revision + 1 or 1
local answered = tonumber(h[8]) + (prior and 0 or 1)
local answer = splice(ARGV[6], '"revision":' .. int(revision) .. ',"sequence":' .. int(sequence)
    .. ',"at":' .. int(at))
redis.call('HSET', KEYS[1], 'a:' .. position, answer, 'seq', int(sequence + 1), 'lastAt', int(at),
    'answered', int(answered))
local counts = redis.call('HMGET', KEYS[9], 'accepted', 'superseded')
redis.call('HINCRBY', KEYS[9], prior and 'superseded' or 'accepted', 1)
emit(learner, splice(ARGV[7], '"revision":' .. int(revision)), sequence, at,
    tonumber(counts[1] or '0'), tonumber(counts[2] or '0'))
if kind == 'ASK' then
  local following = int(tonumber(h[7]) + 1)
  redis.call('HSET', KEYS[1], 'q:' .. following, ARGV[9], 'asked', following)
elseif kind == 'STOP' then
  close(id, learner, 'COMPLETED', ARGV[9], ARGV[10], sequence + 1, at, answered, ARGV[12])
end
return {'ACCEPTED', answer, h[6]}
