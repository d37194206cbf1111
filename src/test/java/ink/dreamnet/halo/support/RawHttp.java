package ink.dreamnet.halo.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/// Speaks HTTP/1.1 byte by byte, for what a proper client would never send.
public final class RawHttp {

    private RawHttp() {
    }

    /// Sends the bytes to the loopback address and reads until the server closes the connection or stays silent.
    ///
    /// @param parts what to send, in this order; a refusal while sending ends the sending
    /// @return everything that came back
    public static String exchange(int port, byte[]... parts) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(5_000);
            OutputStream out = socket.getOutputStream();
            try {
                for (byte[] part : parts) {
                    out.write(part);
                }
                out.flush();
            } catch (SocketException closedEarly) {
                // the answer is what counts
            }
            return read(socket.getInputStream());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// As [#exchange(int, byte[]...)], with a text.
    public static String exchange(int port, String request) {
        return exchange(port, request.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String read(InputStream in) throws IOException {
        StringBuilder answer = new StringBuilder();
        byte[] buffer = new byte[8192];
        try {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                answer.append(new String(buffer, 0, count, StandardCharsets.UTF_8));
            }
        } catch (SocketException reset) {
            answer.append("\n[connection reset]");
        }
        return answer.toString();
    }
}
