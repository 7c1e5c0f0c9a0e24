package ps.domain.policy.notices;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import ps.domain.policy.delivery.Delivery;
import ps.domain.policy.delivery.DeliveryState;
import ps.domain.policy.delivery.Mailings;
import ps.domain.policy.delivery.Selection;

/** The deliveries of a notice that were chosen by state and answer: as a file. */
@Controller
@RequestMapping("/admin/notices/{id}")
class DeliveriesController {

    private static final int AT_ONCE = 1_000;

    private final Notices notices;
    private final Mailings mailings;

    DeliveriesController(Notices notices, Mailings mailings) {
        this.notices = notices;
        this.mailings = mailings;
    }

    /** What an empty field sends is no choice. */
    static Selection selection(@Nullable DeliveryState state, @Nullable String code) {
        Set<DeliveryState> states = state == null ? EnumSet.noneOf(DeliveryState.class) : EnumSet.of(state);
        return new Selection(states, code == null || code.isEmpty() ? null : code);
    }

    /**
     * A file of any length in little memory: RFC 4180, UTF-8, moments in UTC. Read page by page, so that no transaction is
     * open for as long as somebody takes to fetch it.
     */
    @GetMapping("/deliveries.csv")
    void export(
            @PathVariable UUID id,
            @RequestParam(required = false) @Nullable DeliveryState state,
            @RequestParam(required = false) @Nullable String code,
            HttpServletResponse response)
            throws IOException {
        Notice notice = notices.notice(id).orElseThrow(NoSuchNotice::new);
        response.setContentType("text/csv;charset=utf-8");
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                ContentDisposition.attachment()
                        .filename(fileName(notice, state))
                        .build()
                        .toString());
        // Not closed if something fails, or half of it would look like the whole.
        Writer writer = new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8);
        DeliveryCsv csv = new DeliveryCsv(writer);
        String after = null;
        List<Delivery> page;
        do {
            page = mailings.deliveries(notice.mailing(), selection(state, code), after, AT_ONCE);
            for (Delivery delivery : page) {
                csv.add(delivery);
                after = delivery.address();
            }
        } while (page.size() == AT_ONCE);
        writer.flush();
    }

    private static String fileName(Notice notice, @Nullable DeliveryState state) {
        return notice.reference() + (state == null ? "" : "-" + state.name().toLowerCase(Locale.ROOT)) + ".csv";
    }
}
