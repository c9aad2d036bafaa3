import { withTestServer } from '../../embedded/testing';
import { americano } from './applications';
import { describeSingles } from './singles';

await describeSingles(americano, withTestServer().url('postgres'));
