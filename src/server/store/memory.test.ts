import { storeContract } from './contract';
import { createMemoryStore } from './memory';

storeContract('the memory store', async () => createMemoryStore('2026-01-01T00:00:00Z'));
