import { withTestServer } from '../../embedded/testing';
import { americano } from './applications';
import { describeSingles } from './singles';

// All of them are in the long tests.
await describeSingles(americano, withTestServer().url('postgres'), 8);
