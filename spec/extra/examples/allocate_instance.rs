//! Allocates an instance of a game, and prints its address for players: `allocate_instance APPLICATION_ID MATCH_ID`.
//!
//! Each request allocates another instance, so it is sent once, whatever the client's settings for retries.

use i3dnet::models::{Metadata, MetadataCollection};
use i3dnet::operations::application_instance::UpdateApplicationInstanceGameEmptyAllocateError as AllocateError;
use i3dnet::{ClientBuilder, Error, Retry};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(application), Some(game)) = (arguments.next(), arguments.next()) else {
        return Err("say APPLICATION_ID MATCH_ID".into());
    };
    let client = ClientBuilder::from_env()?.retry(Retry::idempotent(3)).build()?;
    let metadata = MetadataCollection::default().with_metadata(vec![Metadata::new("match", game)]);
    let instances = client.application_instance();
    let allocated =
        instances.update_application_instance_game_empty_allocate(application).body(metadata).await;
    match allocated {
        Ok(instances) => {
            for instance in instances {
                let mut addresses = instance.ip_address.iter().filter(|own| !own.is_private());
                let address = addresses.next().map_or("", |own| own.ip_address.as_str());
                println!("{}\t{address}", instance.id);
            }
            Ok(())
        }
        Err(Error::Api(error)) if matches!(error.kind(), AllocateError::NotFound) => {
            Err("no instance is empty".into())
        }
        Err(error) => Err(error.into()),
    }
}
