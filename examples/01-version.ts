import { VERSION } from 'accompany';

console.log(VERSION);
