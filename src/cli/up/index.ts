export { DATA_SIZES, type UpOptions } from './options';
export { runUp } from './run-up';
