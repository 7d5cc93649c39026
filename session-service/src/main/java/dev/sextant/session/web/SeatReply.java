package dev.sextant.session.web;

import io.swagger.v3.oas.annotations.media.Schema;

/// The reply to a window that took the seat.
@Schema(description = "This window goes on with the session; any other is told so")
record SeatReply(
    @Schema(description = "To be sent in the header Sextant-Seat with answers, signals and finish")
        String seat,
    SessionView session) {}
