// The build puts the package into this file.
export { parse } from 'csv-parse';
