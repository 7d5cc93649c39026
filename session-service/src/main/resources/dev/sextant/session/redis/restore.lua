-- Puts an answer back that had been accepted and is lost. Time and seat do not matter here.
-- ARGV: 1 id, 2 learner, 3 position, 4 question id, 5 option id, 6 the answer as stored,
--   7 body of AnswerAccepted, 8 ASK, STOP or STAY, 9 the next question as stored or the reason to
--   stop, 10 body of SessionFinished, 11 the question as stored, 12 revision, 13 when it had been
--   accepted in ms, 14 body of AnswerRestored, 15 life of a finished session in ms.
local id, learner, position = ARGV[1], ARGV[2], ARGV[3]
local h = redis.call('HMGET', KEYS[1], 'learner', 'state', 'mode', 'seq', 'lastAt', 'asked',
    'answered', 'q:' .. position, 'a:' .. position)
if h[1] ~= learner then return {'NONE'} end
local over, fixed = h[2] ~= 'IN_PROGRESS', h[3] == 'FIXED'
local asked = h[8] and cjson.decode(h[8])
local prior = h[9] and cjson.decode(h[9])
local same = asked and asked.id == ARGV[4]
local revision = tonumber(ARGV[12])
if prior then
  if same and prior.optionId == ARGV[5] then
    redis.call('HINCRBY', KEYS[1], 'repeats', 1)
    return {'KNOWN'}
  end
  if not fixed or not same then return {'OTHERWISE'} end
  if prior.revision >= revision then return {'KNOWN'} end
end
local kind = ARGV[8]
local count, answered = tonumber(h[6]), tonumber(h[7])
if fixed then
  if not same then return {'OTHERWISE'} end
elseif tonumber(position) ~= answered + 1 or (not over and kind == 'STAY') then
  return {'MISSING_BEFORE'}
end

local at = tonumber(ARGV[13])
local sequence = tonumber(h[4])
answered = answered + (prior and 0 or 1)
local answer = splice(ARGV[6], '"revision":' .. int(revision) .. ',"sequence":' .. int(sequence)
    .. ',"at":' .. int(at))
redis.call('HSET', KEYS[1], 'q:' .. position, ARGV[11], 'a:' .. position, answer,
    'asked', int(math.max(count, tonumber(position))), 'seq', int(sequence + 1),
    'lastAt', int(math.max(at, tonumber(h[5]))), 'answered', int(answered))
local counts = redis.call('HMGET', KEYS[9], 'accepted', 'superseded')
redis.call('HINCRBY', KEYS[9], prior and 'superseded' or 'accepted', 1)
local said = '"revision":' .. int(revision)
emit(learner, over and splice(ARGV[14], said .. ',"answered":' .. int(answered))
    or splice(ARGV[7], said), sequence, at, tonumber(counts[1] or '0'), tonumber(counts[2] or '0'))
if not over and kind == 'ASK' then
  local following = int(tonumber(position) + 1)
  redis.call('HSET', KEYS[1], 'q:' .. following, ARGV[9], 'asked', following)
elseif not over and kind == 'STOP' then
  close(id, learner, 'COMPLETED', ARGV[9], ARGV[10], sequence + 1,
      math.max(at, tonumber(h[5])), answered, ARGV[15])
end
return {'RESTORED'}
