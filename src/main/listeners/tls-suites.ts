/**
 * Which TLS both listeners speak: 1.2 and 1.3, with forward secrecy and authenticated ciphers alone. Plain data.
 *
 * Left to their defaults both take more: BoringSSL (in uWebSockets.js) takes RSA key exchange and CBC, OpenSSL (in Node.js) CCM and ARIA
 * too (seen with `openssl s_client`, 2026-11-27). Source: RFC 9325, section 4.2, and Mozilla's list "intermediate" without DHE, of
 * which BoringSSL has none.
 */

/** The names of TLS 1.2's, as both libraries have them. uWebSockets.js itself takes no version below 1.2. */
export const TLS_CIPHERS = [
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES128-GCM-SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-CHACHA20-POLY1305',
  'ECDHE-RSA-CHACHA20-POLY1305',
] as const;

/** Those of TLS 1.3, which BoringSSL has and no others; Node.js is told. */
export const TLS13_CIPHERS = [
  'TLS_AES_128_GCM_SHA256',
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
] as const;

export const TLS_VERSION_MIN = 'TLSv1.2';
