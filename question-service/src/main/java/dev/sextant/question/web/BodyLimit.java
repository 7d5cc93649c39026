package dev.sextant.question.web;

import dev.sextant.servicekit.CommonProblem;
import dev.sextant.servicekit.Problem;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/// Refuses bodies that are too large: by their announced length, else while they are read.
@Component
@EnableConfigurationProperties(WebSettings.class)
final class BodyLimit extends OncePerRequestFilter {
  private final long maxBytes;

  BodyLimit(WebSettings settings) {
    this.maxBytes = settings.maxBody().toBytes();
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    chain.doFilter(
        new HttpServletRequestWrapper(request) {
          @Override
          public ServletInputStream getInputStream() throws IOException {
            if (getContentLengthLong() > maxBytes) {
              throw tooLarge();
            }
            return new Limited(super.getInputStream());
          }
        },
        response);
  }

  private Problem tooLarge() {
    return new Problem(
        CommonProblem.PAYLOAD_TOO_LARGE, "Send at most " + maxBytes + " bytes in one body.");
  }

  private final class Limited extends ServletInputStream {
    private final ServletInputStream body;
    private long read;

    Limited(ServletInputStream body) {
      this.body = body;
    }

    @Override
    public int read() throws IOException {
      int one = body.read();
      count(one < 0 ? 0 : 1);
      return one;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int some = body.read(buffer, offset, length);
      count(Math.max(0, some));
      return some;
    }

    @Override
    public boolean isFinished() {
      return body.isFinished();
    }

    @Override
    public boolean isReady() {
      return body.isReady();
    }

    @Override
    public void setReadListener(ReadListener listener) {
      body.setReadListener(listener);
    }

    private void count(int bytes) {
      read += bytes;
      if (read > maxBytes) {
        throw tooLarge();
      }
    }
  }
}
