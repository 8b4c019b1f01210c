//! What a user sends and reads as XML: every byte that goes out is looked at.

use obstacle_course::models::*;
use obstacle_course::operations::xml::*;
use obstacle_course::plumbing::{BaseUrl, Mode, Operation};
use obstacle_course::{Body, Error, http};

/// What an operation sends: its media type, and its body without the declaration.
fn sent(operation: &impl Operation) -> (String, String) {
    let request = operation.request(&BaseUrl::parse("https://example.test").unwrap()).unwrap();
    let media_type = request.headers()["content-type"].to_str().unwrap().to_owned();
    let text = String::from_utf8(request.body().as_bytes().unwrap().to_vec()).unwrap();
    let declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
    (media_type, text.strip_prefix(declaration).unwrap().to_owned())
}

/// What an operation makes of a response.
fn read<Op: Operation>(status: u16, text: &str) -> Result<Op::Output, Error<Op::Error>> {
    let response = http::Response::builder().status(status).header("content-type", "text/xml");
    Op::response(response.body(Body::from(text.to_owned())).unwrap(), Mode::Strict)
}

fn catalogue() -> Catalogue {
    let book = Book::new("A & B")
        .with_lang(BookLang::En)
        .with_price(9.5)
        .with_free(false)
        .with_on("2026-01-02".parse().unwrap())
        .with_sequel(Book::new("<C>"));
    Catalogue::new(3, vec![book, Book::new("D")])
        .with_shops(vec!["one".into(), "two".into()])
        .with_stock([("a".to_owned(), 1), ("b".to_owned(), 2)].into())
        .with_key("hunter2")
}

const CATALOGUE: &str = "<catalogue xmlns=\"urn:example:books\" edition=\"3\">\
     <book xmlns:x=\"urn:x\" x:lang=\"en\"><title>A &amp; B</title><price>9.5</price><free>false</free>\
     <on>2026-01-02</on><next><title>&lt;C&gt;</title></next></book>\
     <book><title>D</title></book>\
     <sellers><seller>one</seller><seller>two</seller></sellers><stock><a>1</a><b>2</b></stock><key>hunter2</key></catalogue>";

#[test]
fn a_value_is_sent_and_read_again() {
    let (media_type, text) = sent(&ReplaceCatalogue { body: catalogue() });
    assert_eq!((media_type.as_str(), text.as_str()), ("application/xml", CATALOGUE));
    assert_eq!(read::<ReplaceCatalogue>(200, CATALOGUE).unwrap(), Some(catalogue()));
    assert_eq!(read::<ReplaceCatalogue>(204, "").unwrap(), None);
    let none = read::<ReplaceCatalogue>(200, "<catalogue edition=\"1\"/>").unwrap().unwrap();
    assert_eq!(none, Catalogue::new(1, Vec::new()), "no book is an empty list");
}

#[test]
fn a_list_is_sent_and_read_again() {

    let operation = AddBooks { body: Some(vec![Book::new("E")]) };
    let (media_type, text) = sent(&operation);
    assert_eq!(media_type, "application/vnd.books+xml");
    assert_eq!(text, "<books><book><title>E</title></book></books>");
    assert_eq!(read::<AddBooks>(200, &text).unwrap(), vec![Book::new("E")]);
}

#[test]
fn errors_are_typed_and_say_where_they_are() {
    let error = read::<ReplaceCatalogue>(409, "<Conflict><code>7</code></Conflict>").unwrap_err();
    let Error::Api(error) = error else { panic!("{error}") };
    let ReplaceCatalogueError::Conflict(Some(conflict)) = error.kind() else { panic!("{error}") };
    assert_eq!(conflict.code, 7);
    let error = read::<AddBooks>(200, "<a><book><title>x</title><price>y</price></book></a>");
    let error = error.unwrap_err().to_string();
    assert!(error.contains("[0].price: invalid type: string \"y\""), "{error}");
}
