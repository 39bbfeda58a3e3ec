import { afterAll } from 'vitest';
import { endSharedRedis } from './shared-redis.ts';

afterAll(endSharedRedis);
