//! Emits the methods that wait with an operation, and their documentation.

use super::{Emitter, docs, ident};
use crate::ir::{Operation, Waiter};
use crate::surface::OperationItem;
use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// The methods of the handle that wait. They have the arguments of the operation, given as declarations and names.
pub(super) fn methods(
    operation: &Operation,
    item: &OperationItem,
    arguments: &[TokenStream],
    names: &[proc_macro2::Ident],
) -> Vec<TokenStream> {
    let method = ident(&item.method);
    let rust = ident(&item.ident);
    let deprecated = item.deprecated.then(|| quote!(#[deprecated] #[allow(deprecated)]));
    let methods = operation.waiters.iter().zip(&item.waiters).map(|(waiter, name)| {
        let docs = docs::comment(&about(waiter, item));
        let (name, made) = (ident(name), waiter_value(waiter));
        let (wait, result) = match waiter.gone.is_empty() {
            true => (quote!(wait), quote!(rt::Wait<#rust>)),
            false => (quote!(wait_gone), quote!(rt::Wait<#rust, ()>)),
        };
        quote! {
            #docs
            #deprecated
            pub fn #name(&self #(, #arguments)*) -> #result {
                const WAITER: rt::Waiter = #made;
                self.#method(#(#names),*).#wait(&WAITER)
            }
        }
    });
    methods.collect()
}

fn about(waiter: &Waiter, item: &OperationItem) -> [String; 2] {
    let what = match (waiter.gone.is_empty(), waiter.done.is_empty()) {
        (true, _) => docs::code(&waiter.name),
        (false, true) => "gone".to_owned(),
        (false, false) => format!("{}, or gone", docs::code(&waiter.name)),
    };
    let (shortest, longest) = waiter.every;
    let every = if waiter.narrows {
        format!("{longest} s, narrowing to {shortest} s")
    } else {
        format!("{shortest} to {longest} s")
    };
    let first = format!(
        "Calls [`{0}`](Self::{0}) until it is {what}: every {every}, for {1} s at most.",
        item.method, waiter.timeout
    );
    let failed = if waiter.failed.is_empty() && waiter.going_on.is_empty() {
        String::new()
    } else {
        "If it has failed, the error is [`WaitError::Failed`](rt::WaitError::Failed).".to_owned()
    };
    [first, failed]
}

/// The expression of a waiter.
fn waiter_value(waiter: &Waiter) -> TokenStream {
    let Waiter { at, done, failed, going_on, gone, passed_over, every, narrows, timeout, .. } =
        waiter;
    let words = |name: &str, words: &[String]| {
        let name = ident(name);
        (!words.is_empty()).then(|| quote!(.#name(&[#(#words),*])))
    };
    let statuses = |name: &str, statuses: &[u16]| {
        let name = ident(name);
        let all = statuses.iter().copied().map(Literal::u16_unsuffixed);
        (!statuses.is_empty()).then(|| quote!(.#name(&[#(#all),*])))
    };
    let (failed, going_on) = (words("failed", failed), words("going_on", going_on));
    let (gone, passed_over) = (statuses("gone", gone), statuses("pass_over", passed_over));
    let narrowing = narrows.then(|| quote!(.narrowing()));
    let [shortest, longest, timeout] = [every.0, every.1, *timeout].map(Literal::u64_unsuffixed);
    quote! {
        rt::Waiter::new(#at, &[#(#done),*]) #failed #going_on #gone #passed_over
            .every(#shortest, #longest) #narrowing .timeout(#timeout)
    }
}

const ABOUT: &str = "\
Methods `wait_until_…` repeat an operation until its response shows that a task is done, and return that response. Between two calls they
wait for a random time between two limits, which `every` changes. `timeout` sets the total time. `WaitError` distinguishes tasks that have
failed from those that took too long, each with the last response.";

/// The section of the README; empty if no operation has waiters.
pub(super) fn section(emitter: Emitter<'_>) -> String {
    if emitter.api.operations().any(|operation| !operation.waiters.is_empty()) {
        format!("## Waiting\n\n{ABOUT}")
    } else {
        String::new()
    }
}
