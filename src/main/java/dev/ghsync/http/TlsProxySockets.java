package dev.ghsync.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import javax.net.SocketFactory;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Sockets that speak TLS with a proxy. OkHttp speaks plain HTTP with proxies; connecting such a
 * socket includes the handshake, so that OkHttp need not know of it.
 */
final class TlsProxySockets extends SocketFactory {
  private final ProxyServer proxy;
  private final SSLSocketFactory tls;

  TlsProxySockets(ProxyServer proxy, SSLSocketFactory tls) {
    this.proxy = proxy;
    this.tls = tls;
  }

  /** The proxy refused the handshake, or was not trusted. */
  static final class ProxyTlsException extends SSLException {
    private static final long serialVersionUID = 1;

    ProxyTlsException(SSLException cause) {
      super(cause.getMessage(), cause);
    }
  }

  @Override
  public Socket createSocket() {
    return new TlsSocket();
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    throw new SocketException("only sockets that are not connected yet");
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort)
      throws IOException {
    return createSocket(host, port);
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return createSocket(host.getHostAddress(), port);
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
      throws IOException {
    return createSocket(host, port);
  }

  /** Delegates what OkHttp and a layered TLS socket use. */
  private final class TlsSocket extends Socket {
    private volatile Socket way = new Socket();

    @Override
    public void connect(SocketAddress endpoint) throws IOException {
      connect(endpoint, 0);
    }

    @Override
    public void connect(SocketAddress endpoint, int timeout) throws IOException {
      way.connect(endpoint, timeout);
      try {
        SSLSocket secure = (SSLSocket) tls.createSocket(way, proxy.host(), proxy.port(), true);
        SSLParameters parameters = secure.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secure.setSSLParameters(parameters);
        secure.startHandshake();
        way = secure;
      } catch (SSLException e) {
        throw new ProxyTlsException(e);
      }
    }

    @Override
    public InputStream getInputStream() throws IOException {
      return way.getInputStream();
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
      return way.getOutputStream();
    }

    @Override
    public synchronized void close() throws IOException {
      way.close();
    }

    @Override
    public boolean isConnected() {
      return way.isConnected();
    }

    @Override
    public boolean isBound() {
      return way.isBound();
    }

    @Override
    public boolean isClosed() {
      return way.isClosed();
    }

    @Override
    public boolean isInputShutdown() {
      return way.isInputShutdown();
    }

    @Override
    public boolean isOutputShutdown() {
      return way.isOutputShutdown();
    }

    @Override
    public InetAddress getInetAddress() {
      return way.getInetAddress();
    }

    @Override
    public int getPort() {
      return way.getPort();
    }

    @Override
    public SocketAddress getRemoteSocketAddress() {
      return way.getRemoteSocketAddress();
    }

    @Override
    public InetAddress getLocalAddress() {
      return way.getLocalAddress();
    }

    @Override
    public int getLocalPort() {
      return way.getLocalPort();
    }

    @Override
    public synchronized void setSoTimeout(int millis) throws SocketException {
      way.setSoTimeout(millis);
    }

    @Override
    public synchronized int getSoTimeout() throws SocketException {
      return way.getSoTimeout();
    }

    @Override
    public void setTcpNoDelay(boolean on) throws SocketException {
      way.setTcpNoDelay(on);
    }
  }
}
