//! The stable codes of all diagnostics with their severities, in one table.
//!
//! Codes are stable: a code keeps its number and its meaning, and a retired number is not used again. `generator/CODES.md` shows this table to people; a
//! test keeps the two equal. The page of each code is in `explanations/`; a test reads its example and expects the code.

use std::fmt;

/// The severity of a diagnostic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The input is invalid; nothing is generated.
    Error,
    /// Something was assumed or left out; the generated crate may differ from what the author meant.
    Warning,
    /// A harmless oddity that was corrected without loss.
    Note,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        })
    }
}

macro_rules! codes {
    ($($number:literal $severity:ident $name:ident $title:literal)*) => {
        /// A kind of finding.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $(#[doc = concat!($number, ": ", $title, ".")] $name,)*
        }

        impl Code {
            /// Every code, by number.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The stable number: `SW101`.
            pub fn number(self) -> &'static str {
                match self { $(Self::$name => $number),* }
            }

            /// A short description of it.
            pub fn title(self) -> &'static str {
                match self { $(Self::$name => $title),* }
            }

            /// A page in Markdown: the cause, an example, and the fix.
            pub fn explanation(self) -> &'static str {
                match self {
                    $(Self::$name => include_str!(concat!("explanations/", $number, ".md"))),*
                }
            }

            /// Its severity.
            pub fn severity(self) -> Severity {
                match self { $(Self::$name => Severity::$severity),* }
            }
        }
    };
}

codes! {
    // Reading files and configuration.
    "SW001" Error UnreadableInput "an input file or folder cannot be read"
    "SW002" Error NotUtf8 "an input file is not UTF-8 text"
    "SW003" Error NoInput "a folder holds no pages or documents"
    "SW004" Error UnwritableOutput "the output cannot be written"
    "SW005" Error ForeignOutput "the output folder holds files that were not generated"
    "SW006" Error InvalidConfig "the configuration is not valid"
    "SW007" Error ForeignWork "a folder has the name of the work folder of a run, and no interrupted run on this machine left it"
    "SW008" Error InputInOutput "an input lies in the output folder"
    "SW009" Error LinkedOutput "an entry to keep lies behind a symbolic link"
    "SW090" Error AddressAsInput "a URL is given that this program does not fetch"
    "SW091" Error CrateAsInput "the folder of a crate is given as input"
    "SW098" Error StrictWarnings "`--strict` treats warnings as errors, and there are some"
    // Extracting.
    "SW101" Error NoFragment "a page holds no OpenAPI fragment"
    "SW102" Error RenderedPage "a page was saved as rendered text instead of Markdown"
    "SW103" Error PageNotFound "the documentation site responded that the page does not exist"
    "SW104" Error HtmlPage "a page is HTML instead of Markdown"
    "SW105" Error InvalidJson "a JSON fragment or document does not parse"
    "SW106" Error InvalidYaml "a YAML fragment or document does not parse"
    "SW107" Error NotOpenApi "a fragment or document is not OpenAPI"
    "SW108" Error MissingPaths "a fragment or document has no paths"
    "SW109" Error UnsupportedVersion "a document is of an OpenAPI version that is not supported"
    "SW110" Error DuplicateKey "an object names the same key twice"
    "SW111" Error UnfinishedFence "a fenced block is not closed"
    "SW112" Error TooManyValues "a fragment or document is too large to be read"
    "SW113" Warning NoNumber "a number that JSON does not have was read as a string"
    // Merging.
    "SW201" Error ConflictingOperation "two fragments disagree on an operation"
    "SW202" Error ConflictingComponent "two fragments disagree on a component"
    "SW203" Error ConflictingDocument "two fragments differ in a part that applies to the whole document, such as `info` or `servers`"
    // Overlays.
    "SW301" Error InvalidOverlay "an overlay is not valid"
    "SW302" Error OverlayNeverApplied "an overlay action matches nothing"
    "SW303" Note OverlaySkipped "overlay actions found nothing to correct, and their pages (`x-page`) are not among the inputs"
    // Several sources, and additions to them.
    "SW340" Note Preferred "sources disagree, and the configuration says which one counts"
    "SW341" Warning InvalidAccessor "an x-rust-accessor cannot be used and was ignored"
    "SW342" Note SkippedEntry "an entry of the configuration is for a page that is not among the inputs"
    "SW343" Error UnknownFileOperation "a file of the crate needs an operation that does not exist"
    "SW345" Note Untagged "no operation has a tag, so all are in one module"
    // Normalizing.
    "SW401" Note UnknownFormat "a format that OpenAPI does not define was ignored"
    "SW402" Note ReferenceSiblings "keys beside a $ref were kept as an allOf"
    "SW403" Warning UndeclaredPathParameter "a path variable without a parameter was declared as a string"
    "SW404" Note AnnotationArm "a schema in an `allOf` that has only annotations was merged into the schema around it"
    "SW405" Warning Swagger2Parameter "a parameter in the form of Swagger 2, or without a schema, was given a schema"
    "SW406" Note Swagger2MediaTypes "media types in the form of Swagger 2 were used where no other key names them"
    "SW407" Warning Swagger2Response "a response in the form of Swagger 2 was read as one of OpenAPI 3"
    "SW408" Warning MultipartFile "a part of a multipart body that could hold nothing was read as a file"
    "SW409" Warning MisspelledPathParameter "a path parameter was taken for the variable that has nearly its name"
    "SW410" Warning HeaderName "an invalid header name was corrected, or the header was left out"
    "SW411" Note PathParameterTypes "a path parameter is of different types in different operations"
    "SW412" Warning ArrayWithoutItems "an array without items was read as an array of any JSON"
    "SW413" Warning ContradictorySchema "a schema that contradicts itself was read without the contradicting part"
    "SW414" Warning ClosedEmptyObject "an object that allows no property was read as an object with any properties"
    "SW415" Note SingleArm "an `allOf` with a single schema was read as that schema"
    "SW416" Note NullableComponent "a component is nullable wherever it is used"
    "SW417" Note RequiredNullable "a property is required and nullable"
    "SW418" Note RequiredReadOnly "a property is required and read-only; requests leave it out"
    "SW419" Note UnusualBody "a GET, HEAD or DELETE has a body, which is sent"
    "SW420" Note SeveralSuccesses "several status codes of an operation mean success"
    "SW421" Note SuccessWithoutBody "a response 200 or 203 describes no body; nothing is read"
    "SW422" Note BodyOfNoContent "the body of a response was ignored, as its status code allows none"
    "SW423" Note SeveralMediaTypes "a body or a response comes in several media types"
    "SW424" Note NotJson "the content of a response is not JSON; it is read as text or bytes"
    "SW425" Note BareString "a response in JSON is a bare string"
    "SW426" Note HtmlDescription "HTML in a description was read as Markdown"
    "SW427" Note DeadLink "a link in a description leads nowhere; its text is kept"
    "SW428" Note EmptyDescription "an empty description of a body was ignored"
    "SW429" Note TrailingSlash "two paths differ by a slash at the end; both are kept"
    "SW430" Note NumberAsText "a number may be written as a string too"
    "SW431" Note EmptyForm "a body that is a form without any field was left out"
    "SW432" Note FormatByOtherName "a format has the name that another tool uses"
    "SW433" Warning RouterPath "a path has a variable in the form that routers use"
    "SW434" Note RepeatedOperationId "operations of several tags have the same operationId"
    "SW435" Note EquivalentPaths "two paths differ only in the names of their variables"
    "SW436" Note RepeatedValue "an enumeration lists a value twice"
    "SW437" Warning ContradictoryConstraint "a default or a bound contradicts its own schema and was ignored"
    "SW438" Warning ReplacedKey "a key beside a reference replaces the same key of its target"
    // Lowering.
    "SW501" Warning DanglingReference "a reference points to nothing"
    "SW502" Warning OperationLeftOut "an operation could not be generated"
    "SW503" Warning Untyped "a schema could not be typed and became free JSON"
    "SW504" Warning UnusedPathParameter "a path parameter is not in the path and was left out"
    "SW505" Warning UnsupportedMediaType "a media type cannot be sent or read and was left out"
    "SW506" Warning UnsupportedSecurity "a security scheme cannot be used and was left out"
    "SW507" Warning UnknownStatus "a response was left out, as its key is not a status code"
    "SW508" Warning NoAddress "the document names no absolute address of the API"
    "SW509" Warning EndlessType "a type requires itself, so every value would be infinite; a property was made optional"
    "SW510" Warning AmbiguousUnion "every value of one alternative also fits an earlier one, and is read as that"
    "SW511" Warning InvalidDiscriminator "an x-discriminator cannot be used and was ignored"
    "SW512" Error RelativePath "a path does not begin with a slash"
    "SW513" Warning InvalidRetry "an x-retry cannot be used and was ignored"
    "SW514" Error UnusedRetry "a retry entry of the configuration names no operation"
    "SW515" Warning PagingSeesNothing "a paging entry of the configuration reads a value that the response does not have"
    "SW520" Note UnusedPaging "a paging entry of the configuration fits no operation"
    "SW521" Warning NotAList "an operation cannot be read in pages as an entry of the configuration says"
    "SW522" Error UnknownPagedOperation "a paging entry of the configuration names no operation"
    "SW523" Note ProposedPaging "operations seem to send their lists in pages"
    "SW524" Error UnknownWaiterOperation "a waiter of the configuration calls no operation"
    "SW525" Warning WaiterSeesNothing "a waiter of the configuration reads a value or a state that the response does not have"
    "SW526" Note UnusedStreams "a streams entry of the configuration fits no operation"
    "SW527" Warning NoStreamMember "an operation cannot ask for a stream as the configuration says"
    "SW528" Error UnknownStreamedOperation "a streams entry of the configuration names no operation"
    "SW529" Note ProposedStreams "operations seem to respond with a stream if their body asks for it"
    "SW530" Warning BytesInJson "bytes in JSON became a string, as JSON has no bytes"
    "SW531" Note LongName "a name is too long for a Rust name and was cut"
    "SW532" Warning ServerParts "the address of a server has a user, a query or a fragment, which was left out"
    "SW533" Warning UnusableServer "the address of a server cannot be used and was left out"
    "SW534" Warning SchemeAddress "an address of a security scheme is not a web address"
    "SW535" Note TextHeader "a response header is read as text, although its schema says more"
    "SW536" Warning MixedEvents "the events of a stream have data of several kinds, and it is read as text"
    "SW537" Note WholeEvent "the schema of a stream of events describes whole events; their data is read"
    "SW538" Note RelativeTokenUrl "an address for tokens is relative to that of the API"
    "SW539" Warning NoScheme "the address of a server names a host without a scheme"
    "SW540" Note LikelySecret "a value with a name like a secret's is not marked as a secret"
    "SW541" Warning InvalidSecret "an x-secret cannot be used and was ignored"
    "SW542" Note KeyParameter "a parameter is the key of a security scheme, and was left out"
    "SW543" Note NoFragmentInFolder "a page in a folder holds no OpenAPI fragment and was left out"
    "SW550" Warning Oversized "a path or a server was left out, as it is too long for a request"
    "SW551" Error Expansion "a document becomes too large when its references are resolved"
    "SW552" Warning DeepType "a type that is nested too deep became free JSON"
    "SW553" Note ArmsNotCompared "a union has too many alternatives to compare them"
    "SW554" Warning DiscriminatorWithoutProperty "a discriminator names a property that no alternative has"
    "SW555" Warning NearlyListedTag "a tag that the document does not list is nearly one that it lists"
    "SW556" Warning UnlistedDefault "the default of a server variable is not in its enumeration"
    "SW557" Warning OpenBrace "a brace in a path has no counterpart"
    "SW558" Warning MixedQuery "parameters in the query stand beside one that is the whole query string"
    "SW570" Warning Contradiction "two schemas of one value contradict each other; one of them counts"
    "SW571" Warning ManyCombinations "several unions that apply at the same time have too many combinations"
    "SW572" Warning InvalidLabels "the names or descriptions of the values of an enumeration do not fit them and were ignored"
    "SW573" Warning NoDiscriminator "a discriminator that names no property was ignored"
    "SW574" Note RuledOut "an alternative contradicts the schema beside it and was left out"
    "SW568" Note WebhookEvent "webhooks that a property tells apart are also read as one type"
    "SW577" Warning SharedCredentialPlace "two security schemes that are required together have the same place in a request"
    "SW578" Note CookieList "the values of a list or an object in a cookie are joined by `&`, which servers read as one value"
    // The ledger of keywords.
    "SW561" Warning UnsupportedKeyword "a keyword is not supported and was ignored"
    "SW562" Note UnshownKeyword "a keyword informs readers and is not shown in the documentation of the crate"
    "SW563" Warning UnknownKeyword "a key that OpenAPI does not define was ignored"
    "SW564" Warning OtherVersion "a keyword of another OpenAPI version was ignored"
    "SW565" Warning UnknownType "a schema names a type that does not exist"
    "SW566" Note UnusedComponent "no code is generated from unused components"
    "SW567" Warning AlternativeWithoutValue "an alternative has no discriminator value of its own"
    "SW575" Warning XmlName "a name, prefix or namespace of XML cannot be used and was left out"
    "SW576" Warning XmlForm "the document leaves the form of a value in XML open, and one was chosen"
    // Reading on past faults.
    "SW580" Warning MalformedKeyword "a value that is not allowed in its place was read as what was probably meant, or ignored"
    "SW581" Note RepeatedTag "a tag is listed twice; the first one counts"
    "SW582" Warning FileOrValue "a part of a multipart body that may be a file or something else was read as a file"
    "SW583" Note PathWithQuery "a path holds a query or a fragment"
    "SW584" Warning ImpliedType "a schema without a type was given the type that its other keywords imply"
    "SW585" Warning ValuesOfOtherType "values of an enumeration are not of its type"
    "SW586" Warning NotInXml "a property has a name that XML does not allow and was left out there"
    "SW587" Warning DynamicReference "a dynamic reference may lead to several schemas and was read as the first"
    "SW588" Warning NullPart "a required part or field of a form may be null, which cannot be sent"
    "SW589" Note XmlUnion "values that XML does not tell apart are read in a form that fits all of them"
    "SW590" Warning TypesOnly "a document has no paths, so only its types are generated"
    "SW591" Warning UnknownMapping "a value of a discriminator means a schema that is not one of the alternatives"
    "SW592" Note IgnoredHeader "a header parameter that OpenAPI says to ignore was ignored"
    "SW593" Note NoAuthentication "operations respond with 401, and the document has no security schemes"
    "SW594" Note UntypedBody "a body or parameter in a media type that has no typed form is sent as text or bytes, whatever its schema says"
    "SW595" Warning RepeatedParameter "a parameter is listed twice in one list; the last one counts"
    "SW596" Note SeveralArms "a value may fit several alternatives of an `anyOf` at once; properties that the chosen one lacks are kept"
    "SW597" Note InterimResponse "a response with an interim status (1xx) was left out: it comes before the final response"
    "SW598" Note MediaRange "a body is described only by a range of media types"
    "SW599" Note GatewayStream "a response in JSON is a stream, as gRPC-Gateway describes it"
    // Naming.
    "SW601" Warning Renamed "two names became the same Rust name and one was changed"
    "SW602" Error InvalidName "a name that the input sets is not a usable Rust name"
    "SW603" Warning ManyFeatures "the crate has more features than crates.io accepts"
    // Requests of the configuration.
    "SW660" Warning UnusedPattern "a pattern or option of the configuration matches nothing"
    "SW661" Warning InvalidRustType "an x-rust-type cannot be used and was ignored"
    // Comparing.
    "SW701" Error InvalidExceptions "a file of exceptions is not valid"
    "SW702" Warning StaleException "an exception names no change"
    "SW703" Warning UnrelatedStates "two states that are compared have no operation in common"
    // Pulling pages.
    "SW801" Error Unreachable "the address of a page cannot be reached"
    "SW802" Error TimedOut "a page did not arrive in time"
    "SW803" Error FailingStatus "the server of a page responded with a status other than success"
    "SW804" Error LeadsElsewhere "the address of a page leads somewhere else"
    "SW805" Error CutOff "a page ended before it was complete"
    "SW806" Error TooLarge "a page is larger than is accepted"
    "SW807" Error OperationsVanished "none of the operations of a page is left"
    "SW808" Error UnknownPage "a requested page cannot be pulled"
    "SW809" Error NotReplaced "the pages could not be replaced"
    "SW810" Error PullInterrupted "a pull was interrupted half way"
    "SW811" Error PullBusy "another pull of the same pages is running"
    "SW812" Error NoIndex "the index of a documentation site lists no pages"
    "SW813" Error ForeignJournal "the work folder of a pull, or the journal in it, was not left by an interrupted run on this machine"
    "SW814" Error OutsidePage "a page to replace lies outside of the folder of the configuration"
    "SW815" Error OperationsRemoved "existing operations would be removed"
    "SW816" Error NotAddable "pages cannot be added to the configuration in place"
    "SW817" Warning ListedPageGone "a page that the index or the configuration names does not exist"
    "SW818" Note NoPageOfApi "a page of the site holds no part of the API"
    "SW819" Warning IndexNotUsed "the index of a documentation site could not be read; the known pages are used"
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.number())
    }
}
