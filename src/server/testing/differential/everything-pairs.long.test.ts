import { withTestServer } from '../../embedded/testing';
import { everything } from './applications';
import { describePairs } from './pairs';

await describePairs(everything, withTestServer().url('postgres'));
