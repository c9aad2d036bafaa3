import { everyPrismaContract } from '../../testing/other-prismas/contract';
import { VARIANTS } from '../../testing/other-prismas/variants';

everyPrismaContract(VARIANTS);
