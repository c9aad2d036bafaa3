import { withTestServer } from '../../embedded/testing';
import { americano } from './applications';
import { describePairs } from './pairs';

await describePairs(americano, withTestServer().url('postgres'));
