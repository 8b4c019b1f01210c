//! The types and the call of `api.yaml`, written by hand with serde's derives and reqwest.

use reqwest::header::{ACCEPT, HeaderMap, HeaderValue};
use serde::{Deserialize, Serialize};
use std::error::Error;
use std::time::Duration;

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct User {
    pub user_id: i64,
    pub user_name: String,
    pub email: String,
    pub first_name: String,
    pub last_name: String,
    pub gender: String,
    pub phone: String,
    pub access_level: i64,
    pub validate_email: i64,
    pub is_trial_account: i64,
    pub trial_account_expiration_date: String,
    pub request_ip: String,
    pub request_ip_country: String,
    pub request_ip_country_code: String,
    pub details: Details,
    pub billing_details: Billing,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Details {
    pub account_type: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub company_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vat_number: Option<String>,
    pub first_name: String,
    pub last_name: String,
    pub address: String,
    pub street_number: String,
    pub zip_code: String,
    pub city: String,
    pub country_code: String,
    pub email_address: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email_address_validated: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone_number: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone_number_mobile: Option<String>,
    pub language: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub newsletter: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agree_toc: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agree_aup: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agree_dpa: Option<i64>,
    pub is_allowed_flex_metal: i64,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Billing {
    pub first_name: String,
    pub last_name: String,
    pub address: String,
    pub street_number: String,
    pub zip_code: String,
    pub city: String,
    pub country_code: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone_number: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email_address_billing: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bundle_invoices: Option<i64>,
    pub preferred_payment_method: i64,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Server {
    pub id: i64,
    pub uuid: String,
    pub name: String,
    pub status: Status,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_message: Option<String>,
    pub region: String,
    pub location: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rack: Option<String>,
    pub instance_type: String,
    pub os: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub os_version: Option<String>,
    pub cpu: String,
    pub cores: i64,
    pub memory: i64,
    pub is_managed: bool,
    pub is_locked: bool,
    pub created_at: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delivered_at: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub released_at: Option<i64>,
    pub hourly_price: f64,
    pub monthly_price: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contract_id: Option<String>,
    pub addresses: Vec<Ip>,
    pub tags: Vec<String>,
    pub disks: Vec<Disk>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    Requested,
    Provisioning,
    Delivered,
    Released,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Ip {
    pub address: String,
    pub version: i64,
    pub is_public: bool,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Disk {
    pub name: String,
    pub size: i64,
    pub kind: String,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Event {
    Started { id: i64, at: i64, server: String },
    Moved { id: i64, at: i64, from: String, to: String },
    Stopped { id: i64, at: i64, reason: String },
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Link {
    Attached { name: String, server: String, vlan: i64 },
    Detached { name: String, reason: String },
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Address {
    #[serde(rename_all = "camelCase")]
    Postal {
        street: String,
        zip_code: String,
        city: String,
    },
    Network {
        host: String,
        port: i64,
    },
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Price {
    pub amount: f64,
    pub currency: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<i64>,
}

pub struct Client {
    http: reqwest::Client,
    base: String,
}

impl Client {
    pub fn new(base: &str, key: &str) -> Result<Self, Box<dyn Error>> {
        let mut key = HeaderValue::from_str(key)?;
        key.set_sensitive(true);
        let headers = HeaderMap::from_iter([
            (reqwest::header::HeaderName::from_static("x-api-key"), key),
            (ACCEPT, HeaderValue::from_static("application/json")),
        ]);
        let http = reqwest::Client::builder()
            .user_agent("by_hand/0.0.0")
            .default_headers(headers)
            .timeout(Duration::from_secs(30))
            .build()?;
        Ok(Self { http, base: base.to_owned() })
    }

    pub async fn get_user(&self) -> Result<User, Box<dyn Error>> {
        let response = self.http.get(format!("{}/user", self.base)).send().await?;
        Ok(response.error_for_status()?.json().await?)
    }
}
