//! Orders a FlexMetal server and waits until it is delivered: `order_server NAME LOCATION INSTANCE_TYPE OS SSH_KEY`.
//!
//! If the response to the order is lost, the program looks for the server. It never orders twice.

use i3dnet::models::{
    FlexMetalOperatingSystemRequest, FlexMetalServerRequest, FlexMetalServerRequestRequired,
};
use i3dnet::{Client, WaitError, flexmetal};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [name, location, instance_type, os, ssh_key] = arguments.try_into().map_err(|_| {
        "say NAME LOCATION INSTANCE_TYPE OS SSH_KEY, as /v3/flexMetal/location and /v3/operatingsystem list them"
    })?;
    let client = Client::from_env()?; // I3DNET_API_KEY
    let os = FlexMetalOperatingSystemRequest::new(os);
    let required = FlexMetalServerRequestRequired { name, location, instance_type, os };
    let request = FlexMetalServerRequest::new(required).with_ssh_key(vec![ssh_key]);
    let server = flexmetal::order(&client, request).await?;
    println!("ordered {}", server.uuid);
    match client.flex_metal_server().wait_until_delivered(&server.uuid).await {
        Ok(servers) => {
            for address in servers.iter().flat_map(|server| &server.ip_addresses) {
                println!("delivered at {}", address.ip_address);
            }
            Ok(())
        }
        Err(WaitError::Failed { last: servers, .. }) => {
            let said = servers.first().map_or("", |server| server.status_message.as_str());
            Err(format!("the delivery has failed: {said}").into())
        }
        Err(error) => Err(error.into()),
    }
}
