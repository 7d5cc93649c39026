package dev.sextant.classes.oneroster;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/// Unpacks a ZIP that may have been made to do harm.
///
/// Nothing is believed that the ZIP says of itself: what is inflated is counted while it comes, and
/// nothing is written to a disk, so that no name in it can point anywhere.
final class Archive {
  private static final int MOST_FILES = 64;
  private static final int BUFFER = 16 * 1024;
  private static final int END_SIGNATURE = 0x06054b50;
  private static final int END_RECORD = 22;

  private Archive() {}

  /// The files by name.
  ///
  /// @param most bytes of all files together
  /// @param faults what is wrong is added here
  static Map<String, byte[]> unpack(byte[] zip, long most, List<Fault> faults) {
    if (!isWhole(zip)) {
      faults.add(fault("", "not-a-zip", "is not a ZIP, or was cut off"));
      return Map.of();
    }
    Map<String, byte[]> files = new LinkedHashMap<>();
    long left = most;
    try (var in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        String name = entry.getName();
        if (entry.isDirectory() || !name.matches("[A-Za-z]{1,64}\\.csv")) {
          faults.add(fault("", "unknown-file", "holds a file that is none of OneRoster's"));
          return Map.of();
        }
        if (files.size() == MOST_FILES) {
          faults.add(fault("", "too-many-files", "holds more than " + MOST_FILES + " files"));
          return Map.of();
        }
        byte[] file = read(in, left);
        if (file.length > left) {
          faults.add(fault("", "too-large", "holds more than " + most + " bytes when unpacked"));
          return Map.of();
        }
        left -= file.length;
        if (files.put(name, file) != null) {
          faults.add(fault(name, "file-twice", "stands twice in the ZIP"));
        }
      }
    } catch (ZipException | java.io.EOFException | IllegalArgumentException e) {
      faults.add(fault("", "not-a-zip", "is not a ZIP, or is damaged"));
      return Map.of();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    if (files.isEmpty() && faults.isEmpty()) {
      faults.add(fault("", "not-a-zip", "is not a ZIP, or is empty"));
    }
    return files;
  }

  /// Whether the record that ends every ZIP is its end; what reads a ZIP as a stream takes one that
  /// was cut off between two files for a whole one.
  private static boolean isWhole(byte[] zip) {
    ByteBuffer bytes = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = zip.length - END_RECORD; at >= 0; at--) {
      if (bytes.getInt(at) == END_SIGNATURE) {
        int comment = Short.toUnsignedInt(bytes.getShort(at + END_RECORD - Short.BYTES));
        return at + END_RECORD + comment == zip.length;
      }
    }
    return false;
  }

  /// A file, or one byte more than `most` of it.
  private static byte[] read(ZipInputStream in, long most) throws IOException {
    var bytes = new java.io.ByteArrayOutputStream();
    byte[] buffer = new byte[BUFFER];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      bytes.write(buffer, 0, n);
      if (bytes.size() > most) {
        break;
      }
    }
    return bytes.toByteArray();
  }

  private static Fault fault(String file, String code, String message) {
    return new Fault(file, 0, "", code, message);
  }
}
