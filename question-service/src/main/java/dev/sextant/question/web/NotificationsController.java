package dev.sextant.question.web;

import dev.sextant.question.threads.Notices;
import dev.sextant.question.web.ThreadBodies.NoticeView;
import dev.sextant.servicekit.Caller;
import dev.sextant.servicekit.Cursors;
import dev.sextant.servicekit.Page;
import dev.sextant.servicekit.Problem;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// What the page tells a person without any mail.
@RestController
@RequestMapping("/api/notifications")
@Tag(name = "Threads")
final class NotificationsController {
  private static final Pattern PLACE = Pattern.compile("notice (\\d{1,15}) (\\S+)");

  private final Notices notices;
  private final Cursors cursors;

  NotificationsController(Notices notices, Cursors cursors) {
    this.notices = notices;
    this.cursors = cursors;
  }

  @GetMapping
  @Operation(summary = "What happened to my threads, newest first")
  Page<NoticeView> list(
      @Parameter(hidden = true) Caller caller,
      @RequestParam(defaultValue = "false") boolean unread,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    int most = Page.limit(limit);
    return Replies.page(
        notices.list(
            caller.tenant(), caller.accountId(), unread, place(cursors.decode(cursor)), most + 1),
        most,
        cursors,
        notice -> "notice " + notice.at().toEpochMilli() + " " + notice.id(),
        NoticeView::of);
  }

  @PostMapping("/{notificationId}/read")
  @Operation(summary = "Note that I read it; again changes nothing")
  ResponseEntity<Void> read(
      @Parameter(hidden = true) Caller caller, @PathVariable String notificationId) {
    if (!notices.read(caller.tenant(), caller.accountId(), notificationId)) {
      throw Problem.notFound();
    }
    return ResponseEntity.noContent().build();
  }

  private static Notices.@Nullable Place place(@Nullable String position) {
    if (position == null) {
      return null;
    }
    Matcher matcher = PLACE.matcher(position);
    if (!matcher.matches()) {
      throw Problem.invalid("cursor", "must be a nextCursor of this list");
    }
    return new Notices.Place(
        Instant.ofEpochMilli(Long.parseLong(matcher.group(1))), matcher.group(2));
  }
}
