package ps.domain.policy.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;
import ps.domain.policy.testing.PolicyTest;

@PolicyTest
class OutageFilterTest {

    @Autowired
    private OutageFilter filter;

    @Test
    void aConnectionThatBreaksInUseAndCannotBeRolledBackIsAnOutage() throws Exception {
        TransactionSystemException failed =
                new TransactionSystemException("No rollback", new SQLException("Connection is closed"));
        failed.initApplicationException(new DataAccessResourceFailureException(
                "No answer", new SQLException("terminating connection", "57P01")));

        MockHttpServletResponse response = answerTo(failed);

        assertThat(response.getStatus()).isEqualTo(503);
        assertThat(response.getHeader("Retry-After")).isEqualTo("30");
        assertThat(response.getContentAsString()).contains("lang=\"en\"", "We cannot show this right now");
    }

    @Test
    void waitingInVainForAConnectionIsAnOutageWhetherOrNotThePoolKnowsWhy() throws Exception {
        CannotCreateTransactionException failed = new CannotCreateTransactionException(
                "No connection", new SQLTransientConnectionException("request timed out after 5000ms"));

        assertThat(answerTo(failed).getStatus()).isEqualTo(503);
    }

    @Test
    void aMistakeOfOursIsNoOutage() throws Exception {
        IllegalStateException mistake =
                new IllegalStateException(new SQLException("duplicate key value violates unique constraint", "23505"));

        assertThat(answerTo(mistake).getStatus()).isEqualTo(500);
    }

    private MockHttpServletResponse answerTo(RuntimeException failed) throws Exception {
        MockHttpServletRequest request = new MockHttpServletRequest("GET", "/admin/drafts");
        request.addHeader("Accept-Language", "en");
        MockHttpServletResponse response = new MockHttpServletResponse();
        filter.doFilter(request, response, (asked, answered) -> {
            throw failed;
        });
        return response;
    }
}
