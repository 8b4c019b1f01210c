//! Creates a new API key like an old one, tries it, and deletes the old one: `rotate_api_key API_KEY_ID`.
//!
//! Call it with another key than the one to delete. The new key is printed once, so that you can store it.

use i3dnet::Client;
use i3dnet::models::AccountApiKeyRequest;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let id: i64 = std::env::args().nth(1).ok_or("say API_KEY_ID")?.parse()?;
    let client = Client::from_env()?; // I3DNET_API_KEY
    let mut keys = client.account_api_key().get_account_api_keys().items().strict();
    let old = loop {
        let key = keys.next().await.ok_or("there is no such key")??;
        if key.id == id {
            break key;
        }
    };
    let request = AccountApiKeyRequest::from(old);
    let made = client.account_api_key().create_api_key_for_user(request).await?;
    let new = made.into_iter().next().ok_or("the response holds no key")?;
    // A key that does not work must not replace one that does.
    let trial = Client::builder().base_url(client.base_url().as_str());
    let trial = trial.api_key(new.key.clone()).build()?;
    trial.account_api_key().get_account_api_keys().await?;
    println!("{}", new.key.expose());
    client.account_api_key().delete_account_api_key(id).await?;
    Ok(())
}
