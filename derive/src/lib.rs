//! `#[derive(Tagged)]`: reads an enum with `#[serde(tag = "…")]`.
//!
//! What serde derives for such an enum copies the object into a form of its own, in which errors
//! have no path. This derive writes the enum down once more without its tag, lets serde derive the
//! reading of that, and leaves the tag to `json::tagged`. It reads serde's attributes.

mod partial;

use proc_macro::TokenStream;
use proc_macro2::TokenStream as Tokens;
use quote::{format_ident, quote};
use syn::punctuated::Punctuated;
use syn::{Attribute, Data, DeriveInput, Error, Expr, Meta, Token, parse_macro_input};

/// Derives `Deserialize` for an enum with `#[serde(tag = "…")]`.
#[proc_macro_derive(Tagged, attributes(serde))]
pub fn derive_tagged(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    expand(input)
        .unwrap_or_else(Error::into_compile_error)
        .into()
}

/// Derives `PartialX` for a struct `X`: its keys, each of which may be left out, and how they are
/// laid over a whole `X`.
#[proc_macro_derive(Partial)]
pub fn derive_partial(input: TokenStream) -> TokenStream {
    partial::expand(&parse_macro_input!(input as DeriveInput))
        .unwrap_or_else(Error::into_compile_error)
        .into()
}

fn expand(input: DeriveInput) -> Result<Tokens, Error> {
    let name = input.ident.clone();
    let (tag, rest) = without_tag(&input.attrs)?;
    let tag = tag.ok_or_else(|| Error::new_spanned(&name, "add #[serde(tag = \"…\")]"))?;
    let remote = name.to_string();
    let mut untagged = input;
    untagged.ident = format_ident!("Untagged");
    untagged.attrs = vec![syn::parse_quote!(#[serde(remote = #remote, #(#rest),*)])];
    let Data::Enum(variants) = &mut untagged.data else {
        return Err(Error::new_spanned(&name, "only an enum has a tag"));
    };
    for variant in &mut variants.variants {
        variant.attrs.retain(is_of_serde);
        for field in &mut variant.fields {
            field.attrs.retain(is_of_serde);
        }
    }
    Ok(quote! {
        const _: () = {
            #[derive(::serde::Deserialize)]
            #untagged

            impl<'de> ::serde::Deserialize<'de> for #name {
                fn deserialize<D: ::serde::Deserializer<'de>>(
                    deserializer: D,
                ) -> ::core::result::Result<Self, D::Error> {
                    crate::json::tagged(deserializer, #tag, |variants| Untagged::deserialize(variants))
                }
            }
        };
    })
}

/// The tag that serde's attributes name, and what else they say.
fn without_tag(attributes: &[Attribute]) -> Result<(Option<Expr>, Vec<Meta>), Error> {
    let mut tag = None;
    let mut rest = Vec::new();
    for attribute in attributes.iter().filter(|attribute| is_of_serde(attribute)) {
        for item in attribute.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated)? {
            match item {
                Meta::NameValue(item) if item.path.is_ident("tag") => tag = Some(item.value),
                item => rest.push(item),
            }
        }
    }
    Ok((tag, rest))
}

fn is_of_serde(attribute: &Attribute) -> bool {
    attribute.path().is_ident("serde")
}
