import { withTestServer } from '../../embedded/testing';
import { everything } from './applications';
import { describeSingles } from './singles';

await describeSingles(everything, withTestServer().url('postgres'));
