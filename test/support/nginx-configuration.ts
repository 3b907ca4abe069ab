// Owns: what stands around the `http` of an nginx that writes into one folder and runs in the foreground. Pure.

/** `http` is what the block holds; every file lies in `directory`. */
export function nginxConfiguration(directory: string, http: string): string {
  return `
daemon off;
worker_processes 1;
error_log ${directory}/error.log;
pid ${directory}/pid;
events { worker_connections 8192; }
http {
  access_log off;
  client_body_temp_path ${directory}/body;
  proxy_temp_path ${directory}/proxy;
  fastcgi_temp_path ${directory}/fastcgi;
  uwsgi_temp_path ${directory}/uwsgi;
  scgi_temp_path ${directory}/scgi;
${http}
}
`;
}
