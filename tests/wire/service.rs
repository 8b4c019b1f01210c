//! Plays the Session service of i3D.net: sessions behind a cookie, one-time passwords that expire, and its errors.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use frozen_sdk::Client;
use serde_json::{Value, json};

use crate::server::{Answer, Request, Server};

pub(crate) const KEY: &str = "wire-key";
pub(crate) const USER: &str = "jdoe";
pub(crate) const PASSWORD: &str = "correct horse";
pub(crate) const OTP: &str = "123456";

/// When the service was started, by its own clock.
pub(crate) const START: i64 = 4_102_444_800;
/// How long it waits for a one-time password.
pub(crate) const OTP_WINDOW: i64 = 300;

/// The service on a server of its own.
pub(crate) struct Service {
    pub(crate) server: Server,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    clock: i64,
    wrong_passwords: usize,
    sessions: BTreeMap<String, Stage>,
    count: usize,
}

#[derive(Clone, Copy)]
enum Stage {
    /// Waits for the one-time password until then.
    WaitsForOtp(i64),
    LoggedIn,
}

impl Service {
    pub(crate) fn start() -> Self {
        let state = Arc::new(Mutex::new(State { clock: START, ..State::default() }));
        let for_server = Arc::clone(&state);
        let server = Server::start(move |_, request| for_server.lock().unwrap().answer(request));
        Self { server, state }
    }

    /// A client of the service with the right key.
    pub(crate) fn client(&self) -> Client {
        client(&self.server)
    }

    /// Lets the time of the service pass.
    pub(crate) fn pass(&self, seconds: i64) {
        self.state.lock().unwrap().clock += seconds;
    }
}

/// A client with a key and nothing else that is set.
pub(crate) fn client(server: &Server) -> Client {
    Client::builder().base_url(&server.url()).api_key(KEY).build().unwrap()
}

impl State {
    fn answer(&mut self, request: &Request) -> Answer {
        if request.header("private-token") != Some(KEY) {
            return Answer::json(403, error_object(90001, "No access"));
        }
        let session = request.header("cookie").and_then(|text| text.strip_prefix("i3d_session="));
        let session = session.unwrap_or_default();
        match request.target() {
            "POST /v3/session/login" => self.login(session, request),
            "POST /v3/session/login/otp" => self.provide_otp(session, request),
            "POST /v3/session/logout" => {
                self.sessions.remove(session);
                Answer::empty(204)
            }
            "GET /v3/session/user" => match self.sessions.get(session) {
                Some(Stage::LoggedIn) => Answer::json(200, user()),
                _ => Answer::empty(404),
            },
            _ => Answer::json(404, error_object(10001, "Entity not found")),
        }
    }

    fn login(&mut self, session: &str, request: &Request) -> Answer {
        let Some(body) = json_body(request) else { return Answer::empty(500) };
        if matches!(self.sessions.get(session), Some(Stage::LoggedIn)) {
            return Answer::empty(409);
        }
        if self.wrong_passwords >= 3 {
            return Answer::empty(429).with("Retry-After", "120");
        }
        if (&body["userName"], &body["password"]) != (&json!(USER), &json!(PASSWORD)) {
            self.wrong_passwords += 1;
            return Answer::empty(401);
        }
        self.count += 1;
        let name = format!("s{}", self.count);
        let until = self.clock + OTP_WINDOW;
        self.sessions.insert(name.clone(), Stage::WaitsForOtp(until));
        let body = json!({
            "requiresOtp": true,
            "expiresAt": until,
            "otpSessionExpiresAt": until,
        });
        Answer::json(200, body).with("Set-Cookie", &format!("i3d_session={name}; HttpOnly; Path=/"))
    }

    fn provide_otp(&mut self, session: &str, request: &Request) -> Answer {
        let Some(body) = json_body(request) else { return Answer::empty(500) };
        match self.sessions.get(session) {
            Some(Stage::WaitsForOtp(until)) if self.clock < *until => {
                if body != json!({ "otp": OTP }) {
                    return Answer::empty(401);
                }
                self.sessions.insert(session.to_owned(), Stage::LoggedIn);
                Answer::empty(204)
            }
            _ => Answer::empty(404),
        }
    }
}

fn json_body(request: &Request) -> Option<Value> {
    let json = request.header("content-type") == Some("application/json");
    json.then(|| serde_json::from_slice(&request.body).ok()).flatten()
}

/// The error object of the API.
pub(crate) fn error_object(code: i64, message: &str) -> Value {
    json!({
        "errorCode": code,
        "errorMessage": message,
        "errors": [{"property": "userName", "message": "is not known"}],
    })
}

/// A whole user.
pub(crate) fn user() -> Value {
    json!({
        "userId": 9_007_199_254_740_993_i64,
        "userName": USER,
        "email": "jdoe@example.com",
        "firstName": "Jané",
        "lastName": "Doe",
        "gender": "f",
        "phone": "+31 10 1234567",
        "accessLevel": 10,
        "validateEmail": 1,
        "isTrialAccount": 0,
        "trialAccountExpirationDate": "",
        "requestIp": "192.0.2.7",
        "requestIpCountry": "Netherlands",
        "requestIpCountryCode": "NL",
        "details": {
            "accountType": 2,
            "companyName": "Doe B.V.",
            "vatNumber": null,
            "firstName": "Jané",
            "lastName": "Doe",
            "address": "Rivium",
            "streetNumber": "1e",
            "zipCode": "2909 LE",
            "city": "Capelle",
            "countryCode": "NL",
            "emailAddress": "jdoe@example.com",
            "unconfirmedEmail": {"email": "new@example.com", "expiresAt": START + 60},
            "emailAddressValidated": null,
            "phoneNumber": "+31 10 1234567",
            "language": 1,
            "newsletter": 0,
            "agreeDpa": 1,
            "isAllowedFlexMetal": 1,
        },
        "billingDetails": {
            "firstName": "Bill",
            "lastName": "Payer",
            "address": "Rivium",
            "streetNumber": "2",
            "zipCode": "2909 LE",
            "city": "Capelle",
            "countryCode": "NL",
            "phoneNumberMobile": "+31 6 12345678",
            "bundleInvoicesOfSameCategory": 1,
            "receivePaymentConfirmationsViaEmail": 0,
            "preferredPaymentMethod": 3,
        },
    })
}
