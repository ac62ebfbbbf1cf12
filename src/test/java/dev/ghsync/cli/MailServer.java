package dev.ghsync.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** An SMTP server that keeps the mails it receives, each with its envelope as first lines. */
final class MailServer implements AutoCloseable {
  private final ServerSocket socket;
  private final List<String> mails = new ArrayList<>();

  MailServer() throws IOException {
    socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(this::serve, "mail");
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return socket.getLocalPort();
  }

  synchronized List<String> mails() {
    return List.copyOf(mails);
  }

  private void serve() {
    try {
      while (true) {
        try (Socket client = socket.accept()) {
          talk(client);
        }
      }
    } catch (IOException e) {
      if (!socket.isClosed()) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void talk(Socket client) throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
    OutputStream out = client.getOutputStream();
    answer(out, "220 ready");
    StringBuilder envelope = new StringBuilder();
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String command = line.toUpperCase(Locale.ROOT);
      if (command.equals("DATA")) {
        answer(out, "354 go on");
        String mail = envelope + data(in);
        synchronized (this) {
          mails.add(mail);
        }
        answer(out, "250 stored");
      } else if (command.equals("QUIT")) {
        answer(out, "221 bye");
        return;
      } else {
        envelope.append(command.startsWith("EHLO") ? "" : line + "\n");
        answer(out, "250 ok");
      }
    }
  }

  private static String data(BufferedReader in) throws IOException {
    StringBuilder text = new StringBuilder();
    for (String line = in.readLine(); !".".equals(line); line = in.readLine()) {
      text.append(line).append('\n');
    }
    return text.toString();
  }

  private static void answer(OutputStream out, String line) throws IOException {
    out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
