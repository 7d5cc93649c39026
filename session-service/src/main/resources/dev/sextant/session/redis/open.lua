-- Opens a bucket that has what there is to have. How long nobody could write to it is owed to those
-- who sat an exam.
-- KEYS: 1 the pulse. ARGV: 1 when it could last be written ('' when nobody knows), 2 how long a pause
--   is no outage in ms, 3 the latest time that it can be.
if redis.call('HEXISTS', KEYS[1], 'open') == 1 then return {'OPEN'} end
local t = redis.call('TIME')
local now = tonumber(t[1]) * 1000 + math.floor(tonumber(t[2]) / 1000)
local since = tonumber(ARGV[1])
local pause = since and math.min(now, tonumber(ARGV[3])) - since
if pause and pause > tonumber(ARGV[2]) then
  redis.call('HSET', KEYS[1], 'owed', string.format('%d-%d;', since, since + pause))
end
redis.call('HSET', KEYS[1], 'open', '1', 'at', string.format('%d', now), 'limit', ARGV[2])
return {'OPENED'}
