package ps.domain.policy.staff;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;

/** A virtual authenticator: it makes and keeps passkeys as a telephone does, and knows its owner or not. */
final class Telephone {

    private final CDPSession browser;
    private final String id;

    Telephone(Page page) {
        browser = page.context().newCDPSession(page);
        browser.send("WebAuthn.enable");
        JsonObject options = new JsonObject();
        options.addProperty("protocol", "ctap2");
        options.addProperty("ctap2Version", "ctap2_1");
        options.addProperty("transport", "internal");
        options.addProperty("hasResidentKey", true);
        options.addProperty("hasUserVerification", true);
        options.addProperty("isUserVerified", true);
        JsonObject arguments = new JsonObject();
        arguments.add("options", options);
        id = browser.send("WebAuthn.addVirtualAuthenticator", arguments)
                .get("authenticatorId")
                .getAsString();
    }

    /** Who holds it. */
    void is(String whom) {
        JsonObject arguments = new JsonObject();
        arguments.addProperty("authenticatorId", id);
        arguments.addProperty("isUserVerified", whom.equals("its owner"));
        browser.send("WebAuthn.setUserVerified", arguments);
    }
}
