export { DATA_SIZES, type DataSize, type UpOptions } from './options';
export { runUp } from './run-up';
