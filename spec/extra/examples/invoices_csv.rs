//! Prints all invoices as comma-separated values (RFC 4180), amounts in cents.

use i3dnet::{Client, Timestamp};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::from_env()?; // I3DNET_API_KEY
    println!("number,created,due,currency,including VAT,excluding VAT,remaining,credit");
    let mut invoices = client.billing().get_account_invoices().items().strict();
    while let Some(invoice) = invoices.next().await {
        let invoice = invoice?;
        let fields = [
            invoice.invoice_number.clone(),
            date(invoice.creation_date_time()),
            date(invoice.due_date_time()),
            invoice.currency.clone(),
            cents(invoice.amount_inc_vat_cents()),
            cents(invoice.amount_excl_vat_cents()),
            cents(invoice.remaining_amount_cents()),
            invoice.is_credit().to_string(),
        ];
        println!("{}", fields.map(quoted).join(","));
    }
    Ok(())
}

fn date(time: Option<Timestamp>) -> String {
    time.map_or(String::new(), |time| time.strftime("%Y-%m-%d").to_string())
}

fn cents(amount: Option<i64>) -> String {
    amount.map_or(String::new(), |amount| amount.to_string())
}

fn quoted(field: String) -> String {
    match field.contains([',', '"', '\n', '\r']) {
        true => format!("\"{}\"", field.replace('"', "\"\"")),
        false => field,
    }
}
