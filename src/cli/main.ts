#!/usr/bin/env node
import process from 'node:process';
import { VERSION } from '../index.ts';

process.stdout.write(`accompany ${VERSION}\n`);
