package dev.ghsync.http;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A SOCKS5 proxy with a login (RFC 1928, RFC 1929), which connects to one server whatever the
 * request.
 */
final class SocksServer implements AutoCloseable {
  private final ServerSocket server;
  private final String login;
  private final int target;

  /** The requested targets, each {@code name:port}. */
  final BlockingQueue<String> asked = new LinkedBlockingQueue<>();

  SocksServer(String login, int target) throws IOException {
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.login = login;
    this.target = target;
    inBackground(this::serve);
  }

  int port() {
    return server.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void inBackground(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // one side has closed the connection
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  private void serve() throws IOException {
    while (true) {
      Socket client = server.accept();
      inBackground(() -> connect(client));
    }
  }

  private void connect(Socket client) throws IOException {
    DataInputStream in = new DataInputStream(client.getInputStream());
    OutputStream out = client.getOutputStream();
    in.readByte();
    in.readNBytes(in.readByte());
    out.write(new byte[] {5, 2});
    in.readByte();
    boolean welcome = login.equals(text(in) + ":" + text(in));
    out.write(new byte[] {1, (byte) (welcome ? 0 : 1)});
    if (!welcome) {
      client.close();
      return;
    }
    in.readNBytes(4);
    asked.add(text(in) + ":" + in.readUnsignedShort());
    Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
    out.write(new byte[] {5, 0, 0, 1, 127, 0, 0, 1, 0, 0});
    inBackground(() -> far.getInputStream().transferTo(out));
    in.transferTo(far.getOutputStream());
  }

  private static String text(DataInputStream in) throws IOException {
    return new String(in.readNBytes(in.readUnsignedByte()), StandardCharsets.UTF_8);
  }
}
