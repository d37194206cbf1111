package ink.dreamnet.halo.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;

import ink.dreamnet.halo.support.HaloProcess;

/// An nginx of one worker on the loopback address, so that what answers costs next to nothing. It must be installed.
public final class Nginx implements AutoCloseable {

    private final Process process;
    private final int port;

    private Nginx(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /// Starts one that answers 200 with `{"status":"UP"}`, below `/broken/` 500 and below `/wrong/` 200 with `{"status":"DOWN"}`.
    public static Nginx start() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("halo-nginx");
        int port = HaloProcess.freePort();
        Path configuration = Files.writeString(folder.resolve("nginx.conf"), """
                daemon off;
                worker_processes 1;
                pid %1$s/nginx.pid;
                error_log %1$s/error.log;
                events { worker_connections 4096; }
                http {
                  access_log off;
                  keepalive_requests 1000000;
                  client_body_temp_path %1$s/body; proxy_temp_path %1$s/proxy; fastcgi_temp_path %1$s/fastcgi;
                  uwsgi_temp_path %1$s/uwsgi; scgi_temp_path %1$s/scgi;
                  default_type application/json;
                  server {
                    listen 127.0.0.1:%2$d backlog=4096;
                    location / { return 200 '{"status":"UP"}'; }
                    location /broken/ { return 500 '{"status":"DOWN"}'; }
                    location /wrong/ { return 200 '{"status":"DOWN"}'; }
                  }
                }
                """.formatted(folder, port));
        Nginx nginx = new Nginx(new ProcessBuilder("nginx", "-c", configuration.toString(), "-p", folder.toString(),
                "-e", folder.resolve("error.log").toString()).inheritIO().start(), port);
        nginx.awaitListening();
        return nginx;
    }

    private void awaitListening() throws IOException, InterruptedException {
        for (int i = 0; i < 100 && process.isAlive(); i++) {
            try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (IOException _) {
                Thread.sleep(50);
            }
        }
        throw new IOException("nginx does not listen");
    }

    /// @return where it answers, without a final slash
    public String url() {
        return "http://127.0.0.1:" + port;
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
