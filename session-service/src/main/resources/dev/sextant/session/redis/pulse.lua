-- Shows that the bucket can be written, and when it last could.
-- KEYS: 1 the pulse. ARGV: 1 the latest time that it can be, 2 how long a pause is no outage in ms,
--   3 a beat younger than this in ms is as good, 4 events that the bucket is known to have had,
--   5 of who beats for the first time, and so knows of nothing, the run of this server ('' else).
local t = redis.call('TIME')
local now = tonumber(t[1]) * 1000 + math.floor(tonumber(t[2]) / 1000)
local h = redis.call('HMGET', KEYS[1], 'open', 'at', 'owed', 'events', 'run')
local events = tonumber(h[4] or '0')
local open = h[1]
if events < tonumber(ARGV[4]) then
  -- What had been written is gone: the store was emptied, the file was cut, or another server took
  -- over that was behind. From here on it is known, so that the bucket stays open once it was opened.
  redis.call('HDEL', KEYS[1], 'open')
  redis.call('HSET', KEYS[1], 'events', ARGV[4])
  open = false
end
local at = tonumber(h[2])
local pause = at and math.min(now, tonumber(ARGV[1])) - at
local owed = h[3]
if ARGV[5] ~= '' then
  if h[5] and h[5] ~= ARGV[5] and pause and pause > tonumber(ARGV[2]) then
    -- The server started while nobody was there who could tell whether the newest is missing.
    redis.call('HDEL', KEYS[1], 'open')
    open = false
  end
  redis.call('HSET', KEYS[1], 'run', ARGV[5])
end
if not pause or pause < 0 or pause >= tonumber(ARGV[3]) then
  redis.call('HSET', KEYS[1], 'at', string.format('%d', now), 'limit', ARGV[2])
  if pause and pause > tonumber(ARGV[2]) then
    owed = (owed or '') .. string.format('%d-%d;', at, at + pause)
    redis.call('HSET', KEYS[1], 'owed', owed)
  end
end
return {string.format('%d', now), open and 'OPEN' or 'CLOSED', h[4] or '0', owed or ''}
