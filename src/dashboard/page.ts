/**
 * The live page's entry. Runs in the browser.
 */
import { LIVE_COLUMNS } from '../live-protocol.js';

document.title = String(LIVE_COLUMNS.length);
