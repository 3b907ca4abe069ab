import { readdirSync } from 'node:fs';
import { importTests } from './import-tests.js';

/** They have a process each. */
const LARGE = ['behavior', 'main', 'protocols'];

const rooms = readdirSync(new URL('../unit/', import.meta.url)).filter((room) => !LARGE.includes(room));
await importTests(...rooms.map((room) => `unit/${room}`));
