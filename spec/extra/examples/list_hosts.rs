//! Lists the hosts of all pages: one line each, with its address and its monthly price.

use i3dnet::Client;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::from_env()?; // I3DNET_API_KEY
    // With `strict`, a list that the server may have cut short is an error.
    let mut hosts = client.host().get_hosts().items().strict();
    while let Some(host) = hosts.next().await {
        let host = host?;
        let address = host.ip_address.first().map_or("no address", |own| own.ip_address.as_str());
        let kind = if host.is_virtual() { "virtual" } else { "bare metal" };
        let price = host.price_per_month_cents().map_or(String::new(), |cents| {
            format!("{}.{:02} a month", cents / 100, cents % 100)
        });
        println!("{}\t{}\t{address}\t{kind}\t{price}", host.id, host.server_name);
    }
    Ok(())
}
