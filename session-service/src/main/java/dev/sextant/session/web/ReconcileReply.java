package dev.sextant.session.web;

import dev.sextant.session.Restoration;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/// What became of the receipts.
@Schema(description = "What the server had lost and has again")
record ReconcileReply(
    @Schema(description = "Positions that are back") List<Integer> restored,
    @Schema(description = "Positions that were there") List<Integer> known,
    @Schema(description = "What stays out, and why") List<RefusedView> refused,
    SessionView session) {

  /// @param index of the receipt in the request, from 0
  @Schema(name = "RefusedReceipt")
  record RefusedView(int index, Restoration.Reason reason) {}
}
