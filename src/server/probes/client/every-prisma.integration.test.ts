import { everyPrismaContract } from '../../testing/other-prismas/contract';
import { FEW_VARIANTS } from '../../testing/other-prismas/variants';

// All of them take most of a minute: `npm run test:long`.
everyPrismaContract(FEW_VARIANTS);
