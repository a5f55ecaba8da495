//! `#[derive(Partial)]`: a struct whose keys may all be left out, to be laid over a whole one.

use proc_macro2::TokenStream as Tokens;
use quote::{format_ident, quote};
use syn::{Attribute, Data, DeriveInput, Error, Fields};

/// Writes `PartialX` for a struct `X`: the same keys, each in an `Option`, with what serde and the
/// documentation say of them.
pub fn expand(input: &DeriveInput) -> Result<Tokens, Error> {
    let (name, vis) = (&input.ident, &input.vis);
    let partial = format_ident!("Partial{name}");
    let Data::Struct(of) = &input.data else {
        return Err(Error::new_spanned(name, "only a struct has keys"));
    };
    let Fields::Named(fields) = &of.fields else {
        return Err(Error::new_spanned(name, "name the fields"));
    };
    let fields: Vec<_> = fields.named.iter().collect();
    let names: Vec<_> = fields.iter().map(|field| &field.ident).collect();
    let declared = fields.iter().map(|field| {
        let attributes = field.attrs.iter().filter(|attribute| is_kept(attribute));
        let (vis, name, of) = (&field.vis, &field.ident, &field.ty);
        quote! {
            #(#attributes)*
            #[serde(skip_serializing_if = "::core::option::Option::is_none")]
            #vis #name: ::core::option::Option<#of>,
        }
    });
    let documentation = format!("The keys of [`{name}`] that somebody says for themselves.");
    Ok(quote! {
        #[doc = #documentation]
        #[derive(Clone, Debug, Default, PartialEq, Eq, ::serde::Serialize, ::serde::Deserialize)]
        #[serde(rename_all = "camelCase", default, deny_unknown_fields)]
        #vis struct #partial {
            #(#declared)*
        }

        impl #partial {
            /// What is said here, and what `base` says of all else.
            pub(crate) fn over(&self, base: &#name) -> #name {
                #name {
                    #(#names: self.#names.clone().unwrap_or_else(|| base.#names.clone()),)*
                }
            }
        }
    })
}

fn is_kept(attribute: &Attribute) -> bool {
    attribute.path().is_ident("doc") || attribute.path().is_ident("serde")
}
