// Owns: where the project is. Must never: be moved without its path: what is built lies in bench/dist/.

import { fileURLToPath } from 'node:url';

/** The folder that holds the product and bench/, with a slash at its end. */
export const PROJECT_FOLDER = fileURLToPath(new URL('../../', import.meta.url));
